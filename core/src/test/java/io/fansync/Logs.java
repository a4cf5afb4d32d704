package io.fansync;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** All that some loggers, and those below them, log while it is open; only here, and not on the console. */
final class Logs extends AppenderBase<ILoggingEvent> implements AutoCloseable {

    private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();
    private final List<Runnable> restore = new ArrayList<>();

    static Logs of(Level level, String... loggers) {
        Logs logs = new Logs();
        logs.start();
        for (String name : loggers) {
            logs.listen((Logger) LoggerFactory.getLogger(name), level);
        }
        return logs;
    }

    private void listen(Logger logger, Level level) {
        Level before = logger.getLevel();
        logger.setLevel(level);
        logger.setAdditive(false);
        logger.addAppender(this);
        restore.add(() -> {
            logger.detachAppender(this);
            logger.setAdditive(true);
            logger.setLevel(before);
        });
    }

    @Override
    protected void append(ILoggingEvent event) {
        events.add(event);
    }

    List<ILoggingEvent> events() {
        return events;
    }

    /** Each event as a log file would hold it, its stack trace included. */
    List<String> lines() {
        return events.stream()
                .map(event -> event.getLevel() + " " + event.getLoggerName() + " " + event.getFormattedMessage() + "\n"
                        + ThrowableProxyUtil.asString(event.getThrowableProxy()))
                .toList();
    }

    @Override
    public void close() {
        restore.forEach(Runnable::run);
        stop();
    }
}
