package io.fansync;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fansync.SyncAnswer.Trace;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever bytes a server sends, there is an answer and no crash. Each round spoils a recorded body; the seed is fixed. */
class AnyInputTest {

    private static final int ROUNDS = 400;
    private static final List<String> IDS = List.of("a", "b", "c", "d", "e");
    private static final String JSON = "{}[]\":,\\u0001eE-+.truefalsn 9\u00e9";

    private final Random random = new Random(42);

    @ParameterizedTest
    @ValueSource(strings = {"role-missing.json", "page-as-message.json", "gateway-page.html", "batch-answer.json"})
    void the_judge_never_throws(String file) {
        for (int round = 0; round < ROUNDS; round++) {
            Trace trace = new Trace(random.nextInt(700), text(), text(), text(), text());
            byte[] body = spoilt(Recorded.body(file));

            SyncException judged = GraphErrors.judge("contoso.com/42", trace, headers(), body, new SentToken(""));

            assertThat(judged.getMessage()).startsWith("contoso.com/42").doesNotContainPattern("\\p{Cntrl}");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"batch-answer.json", "connectors.json", "gateway-page.html"})
    void a_batch_has_one_answer_for_each_connector(String file) {
        Trace outer = new Trace(200, "", "", "", "");
        for (int round = 0; round < ROUNDS; round++) {
            byte[] body = spoilt(Recorded.body(file));

            assertThat(new SyncBatch("contoso.com", IDS, SyncType.FULL).answers(outer, body, new SentToken("")))
                    .hasSameSizeAs(IDS);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"connectors.json", "connector.json", "connector-in-value.json"})
    void connectors_are_read_or_refused(String file) {
        for (int round = 0; round < ROUNDS; round++) {
            byte[] body = spoilt(Recorded.body(file));

            refusedAtMost(() -> ConnectorJson.page("contoso.com", body));
            refusedAtMost(() -> ConnectorJson.one("contoso.com", body));
        }
    }

    private static void refusedAtMost(Runnable reading) {
        try {
            reading.run();
        } catch (IllegalArgumentException refused) {
            assertThat(refused).message().isNotBlank();
        }
    }

    private byte[] spoilt(byte[] body) {
        byte[] spoilt = Arrays.copyOf(body, random.nextInt(4) == 0 ? random.nextInt(body.length) : body.length);
        int changes = spoilt.length == 0 ? 0 : random.nextInt(8);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(spoilt.length);
            spoilt[at] = (byte) (random.nextBoolean() ? random.nextInt() : JSON.charAt(random.nextInt(JSON.length())));
        }
        return spoilt;
    }

    private HttpHeaders headers() {
        HttpHeaders headers =
                DefaultHttpHeadersFactory.headersFactory().withValidation(false).newHeaders();
        for (String name : List.of("Retry-After", "retry-after-ms", "Date", "WWW-Authenticate")) {
            headers.add(name, text());
        }
        return headers.add("WWW-Authenticate", "Bearer claims=\"" + text() + "\"");
    }

    private String text() {
        byte[] bytes = new byte[random.nextInt(90)];
        random.nextBytes(bytes);
        return random.nextBoolean() ? new String(bytes, UTF_8) : Integer.toString(random.nextInt());
    }
}
