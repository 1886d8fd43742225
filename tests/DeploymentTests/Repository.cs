using DealInsights.TestSupport;
using YamlDotNet.RepresentationModel;

namespace DealInsights.DeploymentTests;

/// <summary>The files under test, as they lie in the repository.</summary>
internal static class Repository
{
    public static string PathOf(string path) => RepositoryFolder.PathOf(path);

    public static string Read(string path) => File.ReadAllText(PathOf(path));

    public static YamlMappingNode Yaml(string path)
    {
        var stream = new YamlStream();
        using var reader = new StringReader(Read(path));
        stream.Load(reader);

        return (YamlMappingNode)stream.Documents.Single().RootNode;
    }
}

/// <summary>Ways through a YAML document that has no type.</summary>
internal static class YamlPaths
{
    public static YamlNode? Find(this YamlNode node, params string[] path)
    {
        YamlNode? found = node;
        foreach (var key in path)
        {
            found = found is YamlMappingNode mapping && mapping.Children.TryGetValue(key, out var child) ? child : null;
        }

        return found;
    }

    public static string Text(this YamlNode node, params string[] path) =>
        (node.Find(path) as YamlScalarNode)?.Value ?? throw new KeyNotFoundException($"{string.Join('.', path)} is not there.");

    public static IReadOnlyDictionary<string, YamlNode> Entries(this YamlNode node, params string[] path) =>
        (node.Find(path) as YamlMappingNode)?.Children.ToDictionary(entry => ((YamlScalarNode)entry.Key).Value!, entry => entry.Value) ?? [];

    public static IReadOnlyList<string> Items(this YamlNode node, params string[] path) =>
        [.. (node.Find(path) as YamlSequenceNode)?.Children.OfType<YamlScalarNode>().Select(item => item.Value!) ?? []];
}
