package io.fansync.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fansync.TokenSource;
import io.fansync.bulk.BulkSync;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/** An application whose class path has no jar of Micrometer at all, so that whatever needs one cannot be linked. */
@Tag("spring-boot-4")
class WithoutMicrometerTest {

    /** What runs in there. */
    @EnableAutoConfiguration
    public static class Application implements Runnable {

        @Bean
        TokenSource tokens() {
            return TokenSource.fixed("token");
        }

        @Override
        public void run() {
            try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
                    .web(WebApplicationType.NONE)
                    .bannerMode(Banner.Mode.OFF)
                    .run()) {
                context.getBean(BulkSync.class);
            }
        }
    }

    private static URLClassLoader withoutMicrometer() {
        URL[] jars = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !Path.of(entry).getFileName().toString().startsWith("micrometer-"))
                .map(WithoutMicrometerTest::url)
                .toArray(URL[]::new);
        return new URLClassLoader(jars, ClassLoader.getPlatformClassLoader());
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void it_starts_and_has_its_beans() throws IOException, ReflectiveOperationException {
        Thread current = Thread.currentThread();
        ClassLoader before = current.getContextClassLoader();
        try (URLClassLoader loader = withoutMicrometer()) {
            assertThatThrownBy(() -> loader.loadClass("io.micrometer.observation.Observation"))
                    .isInstanceOf(ClassNotFoundException.class);
            current.setContextClassLoader(loader);
            Object application = loader.loadClass(Application.class.getName())
                    .getDeclaredConstructor()
                    .newInstance();

            assertThat(application).isInstanceOf(Runnable.class);
            ((Runnable) application).run();
        } finally {
            current.setContextClassLoader(before);
        }
    }
}
