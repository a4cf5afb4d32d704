package io.fansync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class ClaimsParameterTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    ``                                                         | {"access_token":{"xms_cc":{"values":["cp1"]}}}
                    {}                                                         | {"access_token":{"xms_cc":{"values":["cp1"]}}}
                    {"access_token":{"nbf":{"essential":true,"value":"16"}}}   | {"access_token":{"nbf":{"essential":true,"value":"16"},"xms_cc":{"values":["cp1"]}}}
                    {"access_token":{"acrs":null},"id_token":{"a":{"b":[1]}}}  | {"access_token":{"acrs":null,"xms_cc":{"values":["cp1"]}},"id_token":{"a":{"b":[1]}}}
                    {"access_token":{"xms_cc":{"values":["cp2"]}}}             | {"access_token":{"xms_cc":{"values":["cp1"]}}}
                    """)
    void keeps_the_challenge_and_announces_that_it_understands_challenges(String challenge, String claims) {
        assertThat(JsonMapper.shared().readTree(ClaimsParameter.of(challenge)))
                .isEqualTo(JsonMapper.shared().readTree(claims));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "nonsense", "{\"access_token\":1}"})
    void what_is_no_challenge_is_refused(String challenge) {
        assertThatThrownBy(() -> ClaimsParameter.of(challenge)).isInstanceOf(RuntimeException.class);
    }
}
