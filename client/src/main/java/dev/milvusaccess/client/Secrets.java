package dev.milvusaccess.client;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/** Keeps what a server says from showing what it was told in confidence. */
final class Secrets {

  /** No password is shorter; hiding single letters would hide the text. */
  private static final int SHORTEST = 6;

  private static final int LONGEST_TEXT = 1_000;
  private static final int LONGEST_EXCERPT = 200;
  private static final Pattern CONTROLS = Pattern.compile("\\p{Cntrl}+");
  private static final Pattern UNSHOWABLE = Pattern.compile("[\\p{Cntrl}&&[^\n]]");
  private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Cntrl}]+");

  private final List<String> hidden;

  private Secrets(List<String> hidden) {
    this.hidden = hidden;
  }

  /** The credential of the caller and the passwords of the request. */
  static Secrets of(Token token, String... passwords) {
    List<String> all = new ArrayList<>(token.secrets());
    all.addAll(List.of(passwords));
    all.removeIf(secret -> secret.length() < SHORTEST);
    all.sort(Comparator.comparingInt(String::length).reversed());
    return new Secrets(all);
  }

  /** A message of the server's, of as many lines as it has, without secrets, bounded. */
  String message(String text) {
    return bounded(UNSHOWABLE.matcher(redacted(text)).replaceAll(" "), LONGEST_TEXT);
  }

  /** The beginning of a text that was not meant for us, on one line, without secrets. */
  String excerpt(String text) {
    return bounded(BLANKS.matcher(redacted(text)).replaceAll(" ").strip(), LONGEST_EXCERPT);
  }

  /** An address without its query, which may hold anything, and without user or password. */
  String address(String location) {
    String path = location.split("[?#]", 2)[0].replaceAll("//[^/@]*@", "//");
    return excerpt(CONTROLS.matcher(path).replaceAll(" "));
  }

  private String redacted(String text) {
    String shown = text;
    for (String secret : hidden) {
      shown = shown.replace(secret, "*");
    }
    return shown;
  }

  private static String bounded(String text, int length) {
    return text.length() > length ? text.substring(0, length) + "..." : text;
  }

  @Override
  public String toString() {
    return "*";
  }
}
