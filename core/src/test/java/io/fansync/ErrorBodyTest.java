package io.fansync;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorBodyTest {

    @Test
    void unwraps_json_in_json_in_json() {
        ErrorBody body = ErrorBody.of(Recorded.body("role-missing.json"));

        assertThat(body.codes()).containsExactly("UnknownError", "Forbidden");
        assertThat(body.code()).isEqualTo("Forbidden");
        assertThat(body.messages()).hasSize(1);
        assertThat(body.message()).startsWith("User is not authorized to perform this operation - Operation ID");
    }

    @ParameterizedTest
    @ValueSource(strings = {"innerError", "innererror", "InnerError"})
    void follows_inner_errors_in_either_spelling(String innerError) {
        ErrorBody body = of("""
                {"error": {"%1$s": {"%1$s": {"code": "c", "message": "third"}, "code": "b"}, "code": "a", "message": "first"}}
                """.formatted(innerError));

        assertThat(body.codes()).containsExactly("a", "b", "c");
        assertThat(body.messages()).containsExactly("first", "third");
    }

    @Test
    void a_number_is_no_code_because_it_only_repeats_the_status() {
        ErrorBody body = ErrorBody.of(Recorded.body("throttled-as-documented.json"));

        assertThat(body.code()).isEqualTo("TooManyRequests");
        assertThat(body.messages()).containsExactly("Please retry again later.", "Please retry after");
    }

    @Test
    void an_empty_code_is_no_code() {
        ErrorBody body = ErrorBody.of(Recorded.body("empty-code.json"));

        assertThat(body.code()).isEmpty();
        assertThat(body.message()).isEqualTo("Something went wrong.");
    }

    @Test
    void other_members_say_nothing() {
        ErrorBody body = of("""
                {"error": {"code": "a", "message": "first", "target": "t", "count": 7, "none": null, "yes": true,
                  "details": [{"code": "d", "message": "detail"}],
                  "other": {"code": "o", "message": "other", "error": {"code": "p"}}}}
                """);

        assertThat(body).isEqualTo(of("{\"error\": {\"code\": \"a\", \"message\": \"first\"}}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"error":{"code":"Forbidden","message":"Not yours.","innerError":{"code":"Deep"}}} | Deep      | Not yours.
                    {"error":{"code":"Forbidden","message":"Not yours.","innerError":{"co              | Forbidden | Not yours.
                    {"error":{"code":"Forbidden","message":"Not yo                                     | Forbidden | ''
                    {"error":{"code":"Forb                                                             | ''        | ''
                    {"error"                                                                           | ''        | ''
                    {                                                                                  | ''        | ''
                    """)
    void a_body_that_was_cut_off_still_tells_something(String body, String code, String message) {
        assertThat(of(body).code()).isEqualTo(code);
        assertThat(of(body).message()).isEqualTo(message);
    }

    @Test
    void a_message_in_braces_that_is_not_json_is_a_message() {
        assertThat(of("{\"error\":{\"message\":\"{0} is invalid\"}}").message()).isEqualTo("{0} is invalid");
        assertThat(of("{\"error\":{\"message\":\"{}\"}}").message()).isEqualTo("{}");
        assertThat(of("{\"error\":{\"message\":\" \"}}").messages()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{} \"x\"", "{\"error\":\"unexpected\"}", "{\"error\":[]}", "{\"error\":null}"})
    void json_without_an_error_says_nothing(String body) {
        assertThat(of(body).code()).isEmpty();
        assertThat(of(body).message()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "upstream connect error", "[{\"code\":\"a\"}]", "\"text\"", "null"})
    void what_is_no_object_is_its_own_message(String body) {
        assertThat(of(body).code()).isEmpty();
        assertThat(of(body).message()).isEqualTo(body);
    }

    @Test
    void blanks_around_json_do_not_matter() {
        assertThat(of(" \r\n{\"error\":{\"code\":\" a \"}}\n").code()).isEqualTo("a");
    }

    @Test
    void nesting_without_end_is_read_to_a_depth() {
        assertThat(of("{\"error\":".repeat(10_000) + "{\"code\":\"a\"}").code()).isEmpty();
        assertThat(of("{\"error\":{\"code\":\"a\",\"other\":" + "[".repeat(10_000))
                        .code())
                .isEqualTo("a");
    }

    private static ErrorBody of(String body) {
        return ErrorBody.of(body.getBytes(UTF_8));
    }
}
