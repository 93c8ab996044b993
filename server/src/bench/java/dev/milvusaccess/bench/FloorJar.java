package dev.milvusaccess.bench;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * Packs the floor as Spring Boot packs an application: the very loader and libraries that are in
 * the server's jar, but only those that {@code spring-boot-starter-webmvc} asks for.
 */
final class FloorJar {

  private static final Pattern LIBRARY =
      Pattern.compile(
          "BOOT-INF/lib/(spring-boot(-(autoconfigure|tomcat|web-server|servlet|webmvc|jackson|http-converter))?"
              + "|spring-(core|beans|context|aop|expression|web|webmvc)|tomcat-embed-(core|el)"
              + "|jackson-(annotations|core|databind)|logback-(classic|core)|log4j-(api|to-slf4j)"
              + "|slf4j-api|jul-to-slf4j|commons-logging|snakeyaml|micrometer-(commons|observation)"
              + "|jakarta.annotation-api|jspecify)-[0-9][0-9.]*\\.jar");

  private static final List<String> CLASSES =
      List.of(
          "FloorApplication",
          "FloorApplication$Drop",
          "FloorApplication$Request",
          "FloorApplication$Answer");

  private FloorJar() {}

  /** Makes it. */
  static void write(Path serverJar, Path target) throws IOException {
    try (JarFile source = new JarFile(serverJar.toFile());
        OutputStream file = Files.newOutputStream(target);
        JarOutputStream out = new JarOutputStream(file, manifest(source))) {
      source.stream()
          .filter(entry -> isWanted(entry.getName()))
          .forEach(entry -> copy(source, entry, out));
      for (Path library : onlyOfTheFloor()) {
        put("BOOT-INF/lib/" + library.getFileName(), Files.readAllBytes(library), true, out);
      }
      out.putNextEntry(new JarEntry("BOOT-INF/classes/")); // the loader looks for the folder itself
      String folder = FloorJar.class.getPackageName().replace('.', '/');
      for (String name : CLASSES) {
        String path = folder + "/" + name + ".class";
        try (InputStream in = FloorJar.class.getClassLoader().getResourceAsStream(path)) {
          if (in == null) {
            throw new IOException(path + " is missing");
          }
          put("BOOT-INF/classes/" + path, in.readAllBytes(), false, out);
        }
      }
    }
  }

  /** What Spring Boot brings, and the server does without. */
  private static List<Path> onlyOfTheFloor() throws IOException {
    List<Path> found =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .map(Path::of)
            .filter(path -> path.getFileName().toString().startsWith("tomcat-embed-websocket-"))
            .toList();
    if (found.size() != 1) {
      throw new IOException("tomcat-embed-websocket must be on the class path once: " + found);
    }
    return found;
  }

  private static boolean isWanted(String name) {
    return name.startsWith("org/springframework/boot/loader/") || LIBRARY.matcher(name).matches();
  }

  private static Manifest manifest(JarFile source) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
    manifest
        .getMainAttributes()
        .putValue("Main-Class", source.getManifest().getMainAttributes().getValue("Main-Class"));
    manifest.getMainAttributes().putValue("Start-Class", FloorApplication.class.getName());
    manifest.getMainAttributes().putValue("Spring-Boot-Classes", "BOOT-INF/classes/");
    manifest.getMainAttributes().putValue("Spring-Boot-Lib", "BOOT-INF/lib/");
    return manifest;
  }

  private static void copy(JarFile source, JarEntry entry, JarOutputStream out) {
    try (InputStream in = source.getInputStream(entry)) {
      put(entry.getName(), in.readAllBytes(), entry.getName().endsWith(".jar"), out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The loader reads libraries in place, so they must not be compressed. */
  private static void put(String name, byte[] bytes, boolean stored, JarOutputStream out)
      throws IOException {
    JarEntry entry = new JarEntry(name);
    if (stored) {
      CRC32 checksum = new CRC32();
      checksum.update(bytes);
      entry.setMethod(JarEntry.STORED);
      entry.setSize(bytes.length);
      entry.setCrc(checksum.getValue());
    }
    out.putNextEntry(entry);
    out.write(bytes);
    out.closeEntry();
  }
}
