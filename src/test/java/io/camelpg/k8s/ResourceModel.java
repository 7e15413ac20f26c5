package io.camelpg.k8s;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PersistentVolumeClaim;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Secret;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * What a resource may have: Kubernetes's own models, which know every field and which ones are required; of the kinds that
 * Prometheus's operator and KEDA add, the fields of their API references that are used here.
 */
final class ResourceModel {
    private static final ObjectMapper JSON = new ObjectMapper();

    private interface Check {
        void of(JsonElement resource) throws IOException;
    }

    private static final Map<String, Check> KUBERNETES = Map.of(
            "v1/ConfigMap", V1ConfigMap::validateJsonElement,
            "v1/Namespace", V1Namespace::validateJsonElement,
            "v1/PersistentVolumeClaim", V1PersistentVolumeClaim::validateJsonElement,
            "v1/Secret", V1Secret::validateJsonElement,
            "v1/Service", V1Service::validateJsonElement,
            "v1/ServiceAccount", V1ServiceAccount::validateJsonElement,
            "apps/v1/Deployment", V1Deployment::validateJsonElement,
            "autoscaling/v2/HorizontalPodAutoscaler", V2HorizontalPodAutoscaler::validateJsonElement,
            "networking.k8s.io/v1/NetworkPolicy", V1NetworkPolicy::validateJsonElement,
            "policy/v1/PodDisruptionBudget", V1PodDisruptionBudget::validateJsonElement);

    record Metadata(String name, String namespace, Map<String, String> labels, Map<String, String> annotations) {}

    record Selector(Map<String, String> matchLabels) {}

    record ServiceMonitor(String apiVersion, String kind, Metadata metadata, Spec spec) {
        record Spec(Selector selector, List<Endpoint> endpoints) {}

        record Endpoint(String port, String path, String interval) {}
    }

    record PrometheusRule(String apiVersion, String kind, Metadata metadata, Spec spec) {
        record Spec(List<Group> groups) {}

        record Group(String name, List<Rule> rules) {}

        record Rule(
                String alert,
                String expr,
                @com.fasterxml.jackson.annotation.JsonProperty("for") String lasting,
                Map<String, String> labels,
                Map<String, String> annotations) {}
    }

    record ScaledObject(String apiVersion, String kind, Metadata metadata, Spec spec) {
        record Spec(
                Target scaleTargetRef,
                int minReplicaCount,
                int maxReplicaCount,
                int pollingInterval,
                int cooldownPeriod,
                Fallback fallback,
                List<Trigger> triggers) {}

        record Target(String name) {}

        record Fallback(int failureThreshold, int replicas) {}

        record Trigger(String type, String metricType, Map<String, String> metadata) {}
    }

    private static final Map<String, Class<?>> OTHERS = Map.of(
            "monitoring.coreos.com/v1/ServiceMonitor", ServiceMonitor.class,
            "monitoring.coreos.com/v1/PrometheusRule", PrometheusRule.class,
            "keda.sh/v1alpha1/ScaledObject", ScaledObject.class);

    private ResourceModel() {}

    /** @throws IllegalArgumentException where it has what its kind has not, or has not what it must have */
    static void check(Map<String, Object> resource) {
        String kind = resource.get("apiVersion") + "/" + resource.get("kind");
        try {
            if (OTHERS.containsKey(kind)) {
                JSON.convertValue(resource, OTHERS.get(kind));
            } else if (KUBERNETES.containsKey(kind)) {
                KUBERNETES.get(kind).of(JsonParser.parseString(JSON.writeValueAsString(resource)));
            } else {
                throw new IllegalArgumentException("nobody knows the kind " + kind);
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(kind, e);
        } catch (IOException e) {
            throw new IllegalArgumentException(kind + ": " + e.getMessage(), e);
        }
    }

    static PrometheusRule rules(Map<String, Object> resource) {
        return JSON.convertValue(resource, PrometheusRule.class);
    }
}
