using YamlDotNet.RepresentationModel;

namespace DealInsights.DeploymentTests;

[TestFixture]
internal sealed class ComposeTests
{
    private static readonly YamlMappingNode Compose = Repository.Yaml("compose.yaml");

    private static IReadOnlyDictionary<string, YamlNode> Services => Compose.Entries("services");

    [Test]
    public void ForeignImages_HaveAVersion() =>
        Assert.That(
            Services.Where(service => service.Key != "api").Select(service => service.Value.Text("image")),
            Is.All.Match(@"^[\w./-]+:v?\d+\.\d+"));

    [Test]
    public void Mounts_AreOfFilesThatExistAndVolumesThatAreDeclared()
    {
        var mounts = Services.Values.SelectMany(service => service.Items("volumes")).Select(mount => mount.Split(':')[0]).ToList();

        Assert.Multiple(() =>
        {
            Assert.That(mounts, Has.Count.GreaterThanOrEqualTo(8));
            foreach (var mount in mounts)
            {
                Assert.That(
                    mount.StartsWith("./", StringComparison.Ordinal)
                        ? Path.Exists(Repository.PathOf(mount))
                        : Compose.Entries("volumes").ContainsKey(mount),
                    Is.True,
                    mount);
            }
        });
    }

    [Test]
    public void Dependencies_AreThereAndTellWhatIsWaitedFor()
    {
        Assert.Multiple(() =>
        {
            foreach (var (name, service) in Services)
            {
                foreach (var (dependency, condition) in service.Entries("depends_on"))
                {
                    Assert.That(Services.Keys, Has.Some.EqualTo(dependency), name);
                    Assert.That(
                        condition.Text("condition") != "service_healthy" || Services[dependency].Find("healthcheck") is not null,
                        Is.True,
                        $"{name} waits for the health of {dependency}, which nobody checks");
                }
            }
        });
    }

    [Test]
    public void Api_IsConfiguredWithSettingsThatItKnows()
    {
        var settings = Services["api"].Entries("environment").Keys;

        Assert.That(KnownSettings.Count, Is.GreaterThan(30));
        Assert.That(KnownSettings.Unknown(settings), Is.Empty);
    }

    [Test]
    public void Api_RunsOnAReadOnlyFileSystemWithoutPrivileges()
    {
        Assert.That(Services["api"].Text("read_only"), Is.EqualTo("true"));
        Assert.That(Services["api"].Items("cap_drop"), Is.EqualTo(new[] { "ALL" }));
        Assert.That(Services["api"].Items("security_opt"), Has.Some.EqualTo("no-new-privileges:true"));
        Assert.That(Services["api"].Items("volumes"), Has.Some.EqualTo("api-data:/data"));
    }

    [Test]
    public void ReplicaSet_HasOneNameInAllThreePlaces()
    {
        var initiation = Repository.Read("deploy/compose/mongodb/replica-set.js");

        Assert.That(Services["api"].Text("environment", "ConnectionStrings__MongoDb"), Does.EndWith("replicaSet=rs0"));
        Assert.That(string.Join(' ', Services["mongodb"].Items("command")), Does.Contain("--replSet rs0"));
        Assert.That(initiation, Does.Contain("_id: 'rs0'").And.Contain("host: 'mongodb:27017'"));
    }

    [Test]
    public void Addresses_AreOfServicesAndTheirPorts()
    {
        var prometheus = Repository.Yaml("deploy/compose/prometheus.yaml");
        var job = (YamlMappingNode)((YamlSequenceNode)prometheus.Find("scrape_configs")!).Single();
        var target = ((YamlSequenceNode)job.Find("static_configs")!).Single().Items("targets").Single();
        var collector = Repository.Yaml("deploy/compose/otel-collector.yaml");
        var source = ((YamlSequenceNode)Repository.Yaml("deploy/compose/grafana/datasources/prometheus.yaml").Find("datasources")!).Single();
        var api = Services["api"];

        Assert.Multiple(() =>
        {
            Assert.That(target, Is.EqualTo("api:8000"));
            Assert.That(api.Items("ports").Single(), Does.EndWith(":8000"));
            Assert.That(Repository.Read("Dockerfile"), Does.Contain("EXPOSE 8000"));
            Assert.That(api.Text("environment", "OTEL_EXPORTER_OTLP_ENDPOINT"), Is.EqualTo("http://otel-collector:4317"));
            Assert.That(collector.Text("receivers", "otlp", "protocols", "grpc", "endpoint"), Does.EndWith(":4317"));
            Assert.That(source.Text("url"), Is.EqualTo("http://prometheus:9090"));
        });
    }
}
