using DealInsights.WebApi;
using k8s;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using YamlDotNet.RepresentationModel;

namespace DealInsights.DeploymentTests;

/// <summary>
/// The manifests, read by Kubernetes' own types: a field that these do not have stops the test, as the schema would stop
/// <c>kubectl apply</c>.
/// </summary>
[TestFixture]
internal sealed class KubernetesTests
{
    private const string Folder = "deploy/k8s";
    private const string NameLabel = "app.kubernetes.io/name";

    private static V1Deployment Deployment => Load<V1Deployment>("deployment");

    private static V1Container Container => Deployment.Spec.Template.Spec.Containers.Single();

    [Test]
    public void Manifests_HaveOnlyFieldsThatKubernetesKnows()
    {
        Load<V1Namespace>("namespace");
        Load<V1ServiceAccount>("serviceaccount");
        Load<V1Secret>("secret.example");
        Load<V1Deployment>("deployment");
        Load<V1Service>("service");
        Load<V1PodDisruptionBudget>("poddisruptionbudget");
        Load<V2HorizontalPodAutoscaler>("horizontalpodautoscaler");
        Load<V1NetworkPolicy>("networkpolicy");

        Assert.That(Directory.GetFiles(Repository.PathOf(Folder)), Has.Length.EqualTo(9), "a manifest that is not read here");
    }

    [Test]
    public void Kustomization_ListsEveryManifestButTheExample() =>
        Assert.That(
            Repository.Yaml($"{Folder}/kustomization.yaml").Items("resources"),
            Is.EquivalentTo(Directory.GetFiles(Repository.PathOf(Folder))
                .Select(Path.GetFileName)
                .Where(file => file is not ("kustomization.yaml" or "secret.example.yaml"))));

    [Test]
    public void Image_IsTheOneThatKustomizationTags()
    {
        var image = ((YamlSequenceNode)Repository.Yaml($"{Folder}/kustomization.yaml").Find("images")!).Single();

        Assert.That(Container.Image, Is.EqualTo(image.Text("name")));
        Assert.That(Repository.Yaml("compose.yaml").Text("services", "api", "image"), Does.StartWith($"{Container.Image}:"));
    }

    [Test]
    public void Selectors_FindThePods()
    {
        var labels = Deployment.Spec.Template.Metadata.Labels;
        var name = labels[NameLabel];

        Assert.Multiple(() =>
        {
            Assert.That(Deployment.Spec.Selector.MatchLabels, Is.EqualTo(new Dictionary<string, string> { [NameLabel] = name }));
            Assert.That(Load<V1Service>("service").Spec.Selector, Is.SubsetOf(labels));
            Assert.That(Load<V1PodDisruptionBudget>("poddisruptionbudget").Spec.Selector.MatchLabels, Is.SubsetOf(labels));
            Assert.That(Load<V1NetworkPolicy>("networkpolicy").Spec.PodSelector.MatchLabels, Is.SubsetOf(labels));
            Assert.That(
                Deployment.Spec.Template.Spec.TopologySpreadConstraints.Select(spread => spread.LabelSelector.MatchLabels),
                Is.All.SubsetOf(labels));
            Assert.That(
                Load<V2HorizontalPodAutoscaler>("horizontalpodautoscaler").Spec.ScaleTargetRef.Name,
                Is.EqualTo(Deployment.Metadata.Name));
            Assert.That(
                Load<V1ServiceAccount>("serviceaccount").Metadata.Name, Is.EqualTo(Deployment.Spec.Template.Spec.ServiceAccountName));
        });
    }

    [Test]
    public void Ports_Agree()
    {
        var port = Container.Ports.Single();

        Assert.Multiple(() =>
        {
            Assert.That($"{port.ContainerPort}", Is.EqualTo(Container.Env.Single(variable => variable.Name == "PORT").Value));
            Assert.That(Repository.Read("Dockerfile"), Does.Contain($"EXPOSE {port.ContainerPort}"));
            Assert.That(Load<V1Service>("service").Spec.Ports.Single().TargetPort.Value, Is.EqualTo(port.Name));
            Assert.That(
                Load<V1NetworkPolicy>("networkpolicy").Spec.Ingress.Single().Ports.Single().Port.Value, Is.EqualTo($"{port.ContainerPort}"));
            Assert.That(Deployment.Spec.Template.Metadata.Annotations["prometheus.io/port"], Is.EqualTo($"{port.ContainerPort}"));
            Assert.That(Probes().Select(probe => probe.HttpGet.Port.Value), Is.All.EqualTo(port.Name));
        });
    }

    [Test]
    public void Probes_SendAHostThatTheServiceAllows()
    {
        var allowed = Container.Env.Single(variable => variable.Name == "AllowedHosts").Value.Split(';');
        var hosts = Probes().Select(probe => probe.HttpGet.HttpHeaders?.SingleOrDefault(header => header.Name == "Host")?.Value);

        Assert.That(hosts.Distinct(), Is.Not.Empty.And.SubsetOf(allowed));
    }

    [Test]
    public void NetworkPolicy_NamesTheNamespacesThatMayConnect()
    {
        var peers = Load<V1NetworkPolicy>("networkpolicy").Spec.Ingress.SelectMany(rule => rule.FromProperty).ToList();

        Assert.That(
            peers.Where(peer => peer.NamespaceSelector is not null).Select(peer => peer.NamespaceSelector.MatchLabels?["kubernetes.io/metadata.name"]),
            Has.Some.EqualTo("monitoring").And.All.Not.Null);
    }

    [Test]
    public async Task Probes_AskAddressesThatTheServiceHas()
    {
        var folder = Directory.CreateTempSubdirectory("dealinsights-");
        try
        {
            await using var app = DealInsightsApp.Build(
                ["--urls=http://127.0.0.1:0", "--Security:ApiKeys=true", $"--Embedded:Path={Path.Combine(folder.FullName, "deals.db")}", "--Logging:LogLevel:Default=None"]);
            await app.StartAsync();
            using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };

            await Assert.MultipleAsync(async () =>
            {
                foreach (var probe in Probes())
                {
                    using var answer = await client.GetAsync(probe.HttpGet.Path);
                    Assert.That((int)answer.StatusCode, Is.EqualTo(200), probe.HttpGet.Path);
                }

                Assert.That(Container.ReadinessProbe.HttpGet.Path, Is.EqualTo("/health/ready"));
                // What asks the database would have every pod killed when that is away.
                Assert.That(Container.LivenessProbe.HttpGet.Path, Is.EqualTo("/health/live"));
            });
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Test]
    public async Task Stop_LeavesTimeForTheRequestsInProgress()
    {
        await using var app = DealInsightsApp.Build(["--urls=http://127.0.0.1:0"]);
        var shutdown = app.Services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout.TotalSeconds;

        Assert.That(
            Deployment.Spec.Template.Spec.TerminationGracePeriodSeconds,
            Is.GreaterThan(shutdown + Container.Lifecycle.PreStop.Sleep.Seconds));
        Assert.That(
            int.Parse(Repository.Yaml("compose.yaml").Text("services", "api", "stop_grace_period").TrimEnd('s')),
            Is.GreaterThan(shutdown));
    }

    [Test]
    public void Settings_AreKnownAndSecretsAreInTheExample()
    {
        var secret = Load<V1Secret>("secret.example");
        var references = Container.Env.Select(variable => variable.ValueFrom?.SecretKeyRef).OfType<V1SecretKeySelector>().ToList();

        Assert.That(KnownSettings.Unknown(Container.Env.Select(variable => variable.Name)), Is.Empty);
        Assert.That(references.Select(reference => reference.Name), Is.All.EqualTo(secret.Metadata.Name));
        Assert.That(references.Select(reference => reference.Key), Is.EquivalentTo(secret.StringData.Keys));
        Assert.That(
            Container.Env.Where(variable => variable.Name.EndsWith("Key", StringComparison.Ordinal)).Select(variable => variable.Value),
            Is.All.Null);
    }

    [Test]
    public void Pods_AreRestricted()
    {
        var pod = Deployment.Spec.Template.Spec;

        Assert.Multiple(() =>
        {
            Assert.That(pod.SecurityContext.RunAsNonRoot, Is.True);
            Assert.That(Repository.Read("Dockerfile"), Does.Contain($"USER {pod.SecurityContext.RunAsUser}\n"));
            Assert.That(pod.SecurityContext.SeccompProfile.Type, Is.EqualTo("RuntimeDefault"));
            Assert.That(Container.SecurityContext.ReadOnlyRootFilesystem, Is.True);
            Assert.That(Container.SecurityContext.AllowPrivilegeEscalation, Is.False);
            Assert.That(Container.SecurityContext.Capabilities.Drop, Is.EqualTo(new[] { "ALL" }));
            Assert.That(Container.Resources.Requests.Keys, Is.EquivalentTo(new[] { "cpu", "memory" }));
            Assert.That(Container.VolumeMounts.Select(mount => mount.Name), Is.EquivalentTo(pod.Volumes.Select(volume => volume.Name)));
        });
    }

    private static V1Probe[] Probes() => [Container.StartupProbe, Container.LivenessProbe, Container.ReadinessProbe];

    private static T Load<T>(string name) => KubernetesYaml.Deserialize<T>(Repository.Read($"{Folder}/{name}.yaml"), strict: true);
}
