"""Runs a command on a pseudo-terminal of 100 columns; what the terminal was sent goes to stdout, the command's exit code is ours.

Usage: terminal.py STEP... -- COMMAND...
A step waits for what matches a pattern, then acts: PATTERN=resize:COLUMNS or PATTERN=send:CHARACTERS (^C for Ctrl-C).
"""
import fcntl, os, pty, re, signal, struct, sys, termios


def resize(terminal, columns):
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))


def act(terminal, action):
    kind, _, value = action.partition(":")
    if kind == "resize":
        resize(terminal, int(value))
    else:
        os.write(terminal, value.replace("^C", "\x03").encode())


split = sys.argv.index("--")
steps = [step.rpartition("=")[::2] for step in sys.argv[1:split]]
child, terminal = pty.fork()
if child == 0:
    resize(0, 100)
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # a build in the background has it ignored
    os.execvp(sys.argv[split + 1], sys.argv[split + 1:])
seen = b""
while True:
    try:
        chunk = os.read(terminal, 65536)
    except OSError:
        break
    if not chunk:
        break
    sys.stdout.buffer.write(chunk)
    seen += chunk
    found = steps and re.search(steps[0][0].encode(), seen)
    if found:
        seen = b""
        act(terminal, steps.pop(0)[1])
sys.stdout.buffer.flush()
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
