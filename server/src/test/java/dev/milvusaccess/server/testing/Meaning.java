package dev.milvusaccess.server.testing;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a message says, whatever the version of Milvus that words it: the steps of a check before
 * the cause, characters that are shown as bytes, a name that is left out, the words of a parser.
 */
final class Meaning {

  private static final Map<Pattern, String> WORDINGS = new LinkedHashMap<>();

  static {
    wording("^failed to [a-z ]+: ", "");
    wording("(can only accept json format request), .*", "$1");
    wording("but got .*(: invalid parameter)", "but got ?$1");
    wording(", found .* at (\\d+: invalid parameter)", ", found ? at $1");
    wording("username must contain only [a-z, ]+, but", "username must contain only ?, but");
    wording("can only contain numbers, letters[^:]*, found", "can only contain ?, found");
    wording("(?:->\\d+)?(: invalid privilege group name).*", "$1");
    wording(" +(: not authenticated)", "$1");
    wording("in the `default` database", "in the `*` database");
  }

  private Meaning() {}

  private static void wording(String words, String meaning) {
    WORDINGS.put(Pattern.compile(words, Pattern.DOTALL), meaning);
  }

  static String of(String message) {
    String meaning = message;
    for (Map.Entry<Pattern, String> wording : WORDINGS.entrySet()) {
      meaning = wording.getKey().matcher(meaning).replaceAll(wording.getValue());
    }
    return meaning;
  }
}
