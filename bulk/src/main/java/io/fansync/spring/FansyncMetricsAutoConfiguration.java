package io.fansync.spring;

import io.fansync.bulk.BulkSync;
import io.fansync.micrometer.BulkSyncMetrics;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** The gauges of the {@link BulkSync}, for Spring Boot to bind to the application's meters. */
@AutoConfiguration(after = FansyncAutoConfiguration.class)
@ConditionalOnClass(MeterBinder.class)
class FansyncMetricsAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBean(BulkSync.class)
    BulkSyncMetrics fansyncBulkSyncMetrics(BulkSync bulk) {
        return new BulkSyncMetrics(bulk);
    }
}
