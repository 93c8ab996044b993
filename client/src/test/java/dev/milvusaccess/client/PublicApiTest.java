package dev.milvusaccess.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Nobody who uses the client sees of what it is made. */
class PublicApiTest {

  @Test
  void noSignatureShowsJacksonOrGeneratedCode() throws Exception {
    List<Class<?>> visible = visibleClasses();
    assertThat(visible).contains(MilvusAccessClient.class, RevocationReceipt.Check.class);
    List<String> shown = new ArrayList<>();
    for (Class<?> type : visible) {
      shown.add(type.toGenericString());
      for (Method method : type.getDeclaredMethods()) {
        if (isVisible(method.getModifiers())) {
          shown.add(method.toGenericString());
        }
      }
      for (Constructor<?> constructor : type.getDeclaredConstructors()) {
        if (isVisible(constructor.getModifiers())) {
          shown.add(constructor.toGenericString());
        }
      }
    }
    assertThat(shown).hasSizeGreaterThan(100).noneMatch(text -> text.contains("jackson"));
    assertThat(shown).noneMatch(text -> text.contains(".internal."));
  }

  private static boolean isVisible(int modifiers) {
    return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
  }

  private static List<Class<?>> visibleClasses() throws IOException, ClassNotFoundException {
    String name = MilvusAccessClient.class.getSimpleName() + ".class";
    Path folder;
    try {
      folder = Path.of(MilvusAccessClient.class.getResource(name).toURI()).getParent();
    } catch (java.net.URISyntaxException e) {
      throw new IOException(e);
    }
    List<Class<?>> classes = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(one -> one.toString().endsWith(".class")).toList()) {
        String simple = file.getFileName().toString().replace(".class", "");
        if (!simple.equals("package-info")) {
          Class<?> type = Class.forName("dev.milvusaccess.client." + simple);
          boolean outerVisible =
              Arrays.stream(new Class<?>[] {type, type.getDeclaringClass()})
                  .allMatch(one -> one == null || isVisible(one.getModifiers()));
          if (outerVisible) {
            classes.add(type);
          }
        }
      }
    }
    return classes;
  }
}
