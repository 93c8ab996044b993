package dev.milvusaccess.server.startup;

import dev.milvusaccess.server.errors.StartupFailure;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.stereotype.Component;

/**
 * Refuses a setting that means nothing, before anything is made: a misspelt one would be ignored,
 * and the server would run with less protection than its operator believes.
 */
@Component
class SettingsCheck implements BeanFactoryPostProcessor {

  private static final Logger LOG = LoggerFactory.getLogger(SettingsCheck.class);

  private static final String OURS = "milvus-access";

  /** What Spring and the libraries read themselves. */
  private static final Set<String> FOREIGN =
      Set.of("server", "spring", "management", "logging", "info", "debug", "trace");

  /** Offered for a word that has no prefix, beside our own. */
  private static final List<String> OFTEN_MEANT =
      List.of(
          "server.port",
          "server.address",
          "management.server.port",
          "spring.datasource.url",
          "spring.datasource.username",
          "spring.datasource.password");

  /** They would choose another database, or driver, than the one whose promises are known. */
  private static final List<String> REPLACED_BY_THE_URL =
      List.of(
          "spring.datasource.driver-class-name",
          "spring.datasource.jndi-name",
          "spring.datasource.type",
          "spring.datasource.hikari.data-source-class-name",
          "spring.datasource.hikari.data-source-jndi",
          "spring.datasource.hikari.driver-class-name",
          "spring.datasource.hikari.jdbc-url");

  /** They mean nothing to the embedded store; whoever sets them means another one. */
  private static final List<String> ONLY_WITH_A_URL =
      List.of("spring.datasource.username", "spring.datasource.password");

  private static final String CONNECTIONS = "spring.datasource.hikari.maximum-pool-size";

  /** One holds the lock of the migrations, which another one makes. */
  private static final int LEAST_CONNECTIONS = 2;

  @Override
  public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
    if (Boolean.getBoolean(AbstractAotProcessor.AOT_PROCESSING)) {
      return; // whoever builds may have settings for another server in the environment
    }
    checkStore(Binder.get(beans.getBean(Environment.class)));
    Set<String> known = knownSettings(beans);
    checkArguments(beans.getBean(ApplicationArguments.class), known);
    for (ConfigurationPropertySource source :
        ConfigurationPropertySources.get(beans.getBean(Environment.class))) {
      if (source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource variables) {
        checkVariables(variables, known);
      } else if (source instanceof IterableConfigurationPropertySource settings) {
        settings.stream().map(Object::toString).forEach(name -> checkOurs(name, known));
      }
    }
  }

  private static void checkStore(Binder settings) {
    for (String name : REPLACED_BY_THE_URL) {
      if (isSet(settings, name)) {
        throw new StartupFailure(name + " cannot be set; set spring.datasource.url");
      }
    }
    for (String name : ONLY_WITH_A_URL) {
      if (isSet(settings, name) && !isSet(settings, "spring.datasource.url")) {
        throw new StartupFailure(name + " is set, but spring.datasource.url is not");
      }
    }
    int connections = settings.bind(CONNECTIONS, Integer.class).orElse(LEAST_CONNECTIONS);
    if (connections < LEAST_CONNECTIONS) {
      throw new StartupFailure(
          "%s must be at least %d, but is %d"
              .formatted(CONNECTIONS, LEAST_CONNECTIONS, connections));
    }
  }

  private static boolean isSet(Binder settings, String name) {
    return settings.bind(name, Bindable.of(String.class)).isBound();
  }

  private static void checkVariables(SystemEnvironmentPropertySource variables, Set<String> known) {
    Set<String> ofKubernetes = new TreeSet<>();
    for (String name : variables.getPropertyNames()) {
      if (KubernetesVariables.tellsOfService(name, String.valueOf(variables.getProperty(name)))) {
        ofKubernetes.add(name);
      } else {
        checkOurs(name, known);
      }
    }
    if (!ofKubernetes.isEmpty()) {
      LOG.info(
          "Ignored, because Kubernetes sets them for a Service: {}",
          String.join(", ", ofKubernetes));
    }
  }

  /** Those of the records that hold our settings: the settings are written as Boot writes them. */
  private static Set<String> knownSettings(ConfigurableListableBeanFactory beans) {
    Set<String> known = new TreeSet<>();
    for (String bean : beans.getBeanDefinitionNames()) {
      if (bean.startsWith(OURS)) { // Boot names them after their settings
        addSettings(Objects.requireNonNull(beans.getType(bean, false)), known);
      }
    }
    return known;
  }

  private static void addSettings(Class<?> type, Set<String> known) {
    ConfigurationProperties settings =
        AnnotationUtils.findAnnotation(type, ConfigurationProperties.class);
    if (settings != null && settings.value().startsWith(OURS)) {
      Arrays.stream(type.getRecordComponents())
          .map(component -> settings.value() + "." + dashed(component.getName()))
          .forEach(known::add);
    }
  }

  private static String dashed(String name) {
    return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  private static void checkArguments(ApplicationArguments arguments, Set<String> known) {
    for (String word : arguments.getNonOptionArgs()) {
      throw new StartupFailure(
          "\"%s\" is not a setting; write settings as --name=value, see --help".formatted(word));
    }
    for (String name : arguments.getOptionNames()) {
      String prefix = name.split("[.\\[]", 2)[0];
      if (!FOREIGN.contains(prefix) && !prefix.equals(OURS)) {
        throw unknown("--" + name, "--", name, known);
      }
    }
  }

  /** A variable has neither dots nor dashes, so only letters are compared. */
  private static void checkOurs(String name, Set<String> known) {
    String letters = lettersOf(name);
    if (letters.startsWith(lettersOf(OURS))
        && known.stream().noneMatch(setting -> isOrIsWithin(letters, lettersOf(setting)))) {
      throw unknown(name, "", name, known);
    }
  }

  /** A setting with several values has an index after its name. */
  private static boolean isOrIsWithin(String letters, String setting) {
    return letters.startsWith(setting)
        && letters.substring(setting.length()).chars().allMatch(Character::isDigit);
  }

  private static String lettersOf(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }

  private static StartupFailure unknown(String shown, String sign, String name, Set<String> known) {
    Set<String> offered = new TreeSet<>(known);
    offered.addAll(OFTEN_MEANT);
    String nearest =
        offered.stream()
            .min(
                Comparator.<String>comparingInt(setting -> setting.endsWith("." + name) ? 0 : 1)
                    .thenComparingInt(setting -> distance(lettersOf(setting), lettersOf(name))))
            .orElseThrow();
    return new StartupFailure(
        "There is no setting %s; did you mean %s%s?".formatted(shown, sign, nearest));
  }

  /** How many letters one has to change, add or leave out (Levenshtein). */
  private static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    Arrays.setAll(row, i -> i);
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[other.length()];
  }
}
