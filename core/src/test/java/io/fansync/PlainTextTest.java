package io.fansync;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlainTextTest {

    @Test
    void leaves_an_ordinary_sentence_alone() {
        String sentence = "Expected <int> && got \"ü\" — 100 % wrong. 😀";

        assertThat(PlainText.of(sentence)).isEqualTo(sentence);
    }

    @Test
    void makes_one_line_of_many() {
        assertThat(PlainText.of(" \r\n one\r\n\t two\u0000\u0085three\u2028four\u00a0five "))
                .isEqualTo("one two three four five");
    }

    @Test
    void takes_control_sequences_of_terminals_out() {
        assertThat(PlainText.of("\u001b[31;1mred\u001b[0m \u009b2Jblank\u001b]0;title\u0007 \u0008back"))
                .isEqualTo("red blank ]0;title back");
    }

    @Test
    void takes_out_what_reverses_or_hides_text() {
        assertThat(PlainText.of("user\u202egnp.exe a\u200bb\ufeff \ud800c")).isEqualTo("usergnp.exe ab c");
    }

    @Test
    void makes_a_short_line_of_an_html_page() {
        String page = new String(Recorded.body("gateway-page.html"), StandardCharsets.UTF_8);

        assertThat(PlainText.of(page)).isEqualTo("502 Bad Gateway The gateway is busy");
    }

    @Test
    void reads_a_page_that_was_cut_off_anywhere() {
        String page = new String(Recorded.body("gateway-page.html"), StandardCharsets.UTF_8);

        for (int end = "<!DOCTYPE html>".length(); end < page.length(); end++) {
            assertThat(PlainText.of(page.substring(0, end))).doesNotContain("<", ">", "reload", "color", "404");
        }
    }

    @Test
    void shortens_what_is_long_without_cutting_a_character_in_two() {
        assertThat(PlainText.of("x".repeat(1_000))).hasSize(1_000).doesNotEndWith("…");
        assertThat(PlainText.of("x".repeat(1_001))).hasSize(1_001).endsWith("x…");
        assertThat(PlainText.of("x".repeat(999) + "😀😀")).isEqualTo("x".repeat(999) + "…");
        assertThat(PlainText.of("x".repeat(998) + "😀😀")).isEqualTo("x".repeat(998) + "😀…");
    }

    @Test
    void never_repeats_a_token_whatever_stands_before_it() {
        for (String before : List.of("Bearer%20", "token_", "access_token=", "token")) {
            assertThat(PlainText.of(before + "eyJ0eXAiOiJKV1QifQ.eyJhdWQiOiJncmFwaCJ9.c2ln"))
                    .isEqualTo(before + "***");
        }
    }

    @Test
    void never_repeats_a_token() {
        String token = "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJncmFwaCJ9.c2lnbmF0dXJl-_c2ln";

        assertThat(PlainText.of("Invalid header Authorization: Bearer " + token + ", sent"))
                .isEqualTo("Invalid header Authorization: Bearer ***, sent");
        assertThat(PlainText.of("token '" + token + "'")).isEqualTo("token '***'");
        assertThat(PlainText.of("bearer 0123456789abcdef0123")).isEqualTo("bearer ***");
        assertThat(PlainText.of("x".repeat(940) + " Bearer " + token)).doesNotContain("eyJhdWQi");
        assertThat(PlainText.of("The bearer token is missing.")).isEqualTo("The bearer token is missing.");
    }
}
