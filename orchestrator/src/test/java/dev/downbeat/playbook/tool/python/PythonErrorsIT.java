package dev.downbeat.playbook.tool.python;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.playbook.tool.ErrorKind;
import dev.downbeat.playbook.tool.ErrorObject;
import dev.downbeat.playbook.tool.ToolBench;
import dev.downbeat.playbook.tool.ToolException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a failed call tells. */
class PythonErrorsIT {
    private final ToolBench bench = new ToolBench(new PythonTool());

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void tellsTheTracebackOfTheCodeAlone() throws Exception {
        ErrorObject error = bench.fail(Map.of("code", "def f():\n    raise ValueError('no')\nf()"));

        assertThat(error.kind()).isEqualTo(ErrorKind.UNKNOWN);
        assertThat(error.message()).isEqualTo("ValueError: no");
        assertThat(error.code()).isEqualTo("ValueError");
        assertThat(error.details().get("traceback"))
                .asString()
                .contains("line 2, in f", "raise ValueError('no')")
                .doesNotContain("downbeat-worker");
    }

    @Test
    void tellsKindsOfExceptionsApart() throws Exception {
        assertThat(bench.fail(Map.of("code", "raise TimeoutError('late')")).kind())
                .isEqualTo(ErrorKind.TIMEOUT);
        assertThat(bench.fail(Map.of("code", "raise ConnectionRefusedError()")).kind())
                .isEqualTo(ErrorKind.CONNECTION);
        assertThat(bench.fail(Map.of("code", "import json; json.loads('{')")).kind())
                .isEqualTo(ErrorKind.PARSE);
        assertThat(bench.fail(Map.of("code", "def (")).kind()).isEqualTo(ErrorKind.PARSE);
    }

    @Test
    void takesAStatusOfErrorAsFailureAndKeepsTheResult() throws Exception {
        ToolException failure = bench.failure(Map.of("code", "result = {'status': 'failed', 'error': 'sour', 'n': 1}"));

        assertThat(failure.error().message()).isEqualTo("sour");
        assertThat(failure.result()).isEqualTo(Map.of("status", "failed", "error", "sour", "n", 1));
    }

    @Test
    void keepsPrintedTextOutOfTheProtocol() throws Exception {
        assertThat(python("""
                        import os, sys, subprocess
                        print('a line'); sys.stderr.write('another'); os.write(1, b'raw')
                        subprocess.run(['echo', 'from a child'])
                        result = 'fine'
                        """, Map.of())).isEqualTo("fine");
    }

    @Test
    void tellsWhatAFailedCallPrinted() throws Exception {
        assertThat(bench.fail(Map.of("code", "print('clue'); 1 / 0")).details().get("log"))
                .isEqualTo("clue\n");
    }

    @Test
    void tellsWhatCannotBeStored() throws Exception {
        assertThat(bench.fail(Map.of("code", "result = {'f': len}")).message())
                .isEqualTo("TypeError: the result holds a builtin_function_or_method, which is not plain data");
        assertThat(bench.fail(Map.of("code", "result = []; result.append(result)"))
                        .code())
                .isEqualTo("ValueError");
    }

    private @org.jspecify.annotations.Nullable Object python(String code, Map<String, ?> args) throws Exception {
        return bench.run(Map.of("code", code), args);
    }
}
