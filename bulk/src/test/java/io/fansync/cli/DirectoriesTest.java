package io.fansync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DirectoriesTest {

    @Test
    void lie_in_the_home_directory_where_xdg_expects_them() throws IOException {
        assertThat(unix(Map.of())).isEqualTo("/home/ann/.config/fansync /home/ann/.local/state/fansync");
    }

    @Test
    void lie_where_the_xdg_variables_say() throws IOException {
        assertThat(unix(Map.of("XDG_CONFIG_HOME", "/c", "XDG_STATE_HOME", "/s")))
                .isEqualTo("/c/fansync /s/fansync");
    }

    @Test
    void lie_where_home_says_whatever_the_system_knows_of_the_user() throws IOException {
        assertThat(unix(Map.of("HOME", "/home/bob")))
                .isEqualTo("/home/bob/.config/fansync /home/bob/.local/state/fansync");
    }

    /** In a container that runs as any user, Java has a question mark for the home directory. */
    @Test
    void never_depend_on_the_directory_one_stands_in() throws IOException {
        assertThat(directories(Configuration.unix(), "Linux", "?", Map.of("HOME", "")))
                .isEqualTo("/?/.config/fansync /?/.local/state/fansync");
    }

    @Test
    void ignore_a_relative_xdg_variable() throws IOException {
        assertThat(unix(Map.of("XDG_CONFIG_HOME", "c", "XDG_STATE_HOME", "")))
                .isEqualTo("/home/ann/.config/fansync /home/ann/.local/state/fansync");
    }

    @Test
    void lie_in_the_application_data_on_windows() throws IOException {
        assertThat(windows(Map.of("APPDATA", "D:\\roaming", "LOCALAPPDATA", "D:\\local")))
                .isEqualTo("D:\\roaming\\fansync D:\\local\\fansync");
    }

    @Test
    void lie_in_the_profile_where_windows_names_no_application_data() throws IOException {
        assertThat(windows(Map.of()))
                .isEqualTo("C:\\Users\\ann\\AppData\\Roaming\\fansync C:\\Users\\ann\\AppData\\Local\\fansync");
    }

    private static String unix(Map<String, String> environment) throws IOException {
        return directories(Configuration.unix(), "Linux", "/home/ann", environment);
    }

    private static String windows(Map<String, String> environment) throws IOException {
        return directories(Configuration.windows(), "Windows 11", "C:\\Users\\ann", environment);
    }

    private static String directories(Configuration system, String name, String home, Map<String, String> environment)
            throws IOException {
        try (FileSystem files = Jimfs.newFileSystem(system)) {
            Directories directories = Directories.of(files, name, home, environment);
            return directories.configuration() + " " + directories.state();
        }
    }
}
