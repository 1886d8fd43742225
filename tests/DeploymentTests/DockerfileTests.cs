using System.Text.RegularExpressions;
using DealInsights.TestSupport;
using DealInsights.WebApi;

namespace DealInsights.DeploymentTests;

/// <summary>What can be told of an image without an engine that builds it. Its start is tried by <see cref="PublishedServiceTests"/>.</summary>
[TestFixture]
internal sealed partial class DockerfileTests
{
    private static readonly IReadOnlyList<(string Word, string Arguments)> Instructions = Read();

    private static (string Word, string Arguments)[] FinalStage =>
        [.. Instructions.Skip(Instructions.Select((one, index) => one.Word == "FROM" ? index : 0).Max())];

    [Test]
    public void Images_AreMicrosoftsOfOneVersionAndTheLastOneHasNoShell()
    {
        var images = Of(Instructions, "FROM").Select(image => image.Split(' ').First(part => part.Contains('/', StringComparison.Ordinal))).ToList();

        Assert.That(images, Is.All.Match("^mcr.microsoft.com/dotnet/(sdk|runtime-deps):10.0-"));
        Assert.That(images[^1], Does.EndWith("-chiseled"));
    }

    [Test]
    public void Service_IsNotRunByRootNorByAShell()
    {
        var health = Of(FinalStage, "HEALTHCHECK").Single();
        var program = $"./{typeof(DealInsightsApp).Assembly.GetName().Name}";

        Assert.That(Of(FinalStage, "USER").Single(), Is.EqualTo("1654"));
        Assert.That(Of(FinalStage, "ENTRYPOINT").Single(), Is.EqualTo($"""["{program}"]"""));
        Assert.That(health, Does.EndWith($"""CMD ["{program}", "health"]"""));
        Assert.That(Of(FinalStage, "RUN"), Is.Empty, "there is no shell that could");
    }

    [Test]
    public void Data_LiesInTheVolumeThatItsUserOwns()
    {
        Assert.That(Of(FinalStage, "VOLUME").Single(), Is.EqualTo("/data"));
        Assert.That(Of(FinalStage, "ENV").Single(), Does.Contain("Embedded__Path=/data/"));
        Assert.That(Of(FinalStage, "COPY"), Has.Some.Contains("--chown=1654:1654 /data /data"));
    }

    [Test]
    public void Port_IsTheOneThatIsExposed() =>
        Assert.That(Of(FinalStage, "ENV").Single(), Does.Contain($"PORT={Of(FinalStage, "EXPOSE").Single()}"));

    [Test]
    public void Settings_AreKnown()
    {
        var variables = Variable().Matches(Of(FinalStage, "ENV").Single()).Select(match => match.Groups[1].Value).ToList();

        Assert.That(variables, Has.Count.EqualTo(3));
        Assert.That(KnownSettings.Unknown(variables), Is.Empty);
    }

    [Test]
    public void Restore_HasEveryProjectAndLockFileOfTheService()
    {
        var copied = string.Join(' ', Of(Instructions, "COPY"));
        var projects = Directory.GetFiles(Repository.PathOf("src"), "*.csproj", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(RepositoryFolder.Root, file));

        Assert.Multiple(() =>
        {
            foreach (var project in projects)
            {
                Assert.That(copied, Does.Contain($"{project} {Path.GetDirectoryName(project)}/packages.lock.json"));
            }
        });
    }

    [Test]
    public void CopiedFiles_ExistAndAreSentToTheEngine()
    {
        var sent = File.ReadLines(Repository.PathOf(".dockerignore"))
            .Where(line => line.StartsWith('!')).Select(line => line[1..]).ToList();
        var sources = Of(Instructions, "COPY")
            .Where(copy => !copy.Contains("--from", StringComparison.Ordinal))
            .SelectMany(copy => copy.Split(' ')[..^1])
            .ToList();

        Assert.Multiple(() =>
        {
            Assert.That(sources, Has.Count.GreaterThan(10));
            foreach (var source in sources)
            {
                Assert.That(Path.Exists(Repository.PathOf(source)), Is.True, $"{source} does not exist");
                Assert.That(sent, Has.Some.Matches<string>(one =>
                    source == one || source.StartsWith($"{one}/", StringComparison.Ordinal)), $"{source} is ignored");
            }
        });
    }

    private static string[] Of(IEnumerable<(string Word, string Arguments)> instructions, string word) =>
        [.. instructions.Where(one => one.Word == word).Select(one => one.Arguments)];

    private static (string, string)[] Read()
    {
        var lines = Repository.Read("Dockerfile").Split('\n').Where(line => !line.StartsWith('#'));
        var joined = Continuation().Replace(string.Join('\n', lines), " ");

        return [.. joined.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ', 2)).Select(line => (line[0], line[1].Trim()))];
    }

    [GeneratedRegex(@"\s*\\\n\s*")]
    private static partial Regex Continuation();

    [GeneratedRegex(@"(\w+)=")]
    private static partial Regex Variable();
}
