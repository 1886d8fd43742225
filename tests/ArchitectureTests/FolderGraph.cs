using System.Reflection;
using Mono.Cecil;
using Mono.Cecil.Rocks;

namespace DealInsights.ArchitectureTests;

/// <summary>
/// Which top-level folder of a project uses which, read from the compiled code: signatures, attributes and method bodies.
/// A type in the project's root counts as a folder of its own. The compiler inlines constants, so their use is not seen.
/// </summary>
internal sealed class FolderGraph
{
    private readonly Dictionary<string, Dictionary<string, SortedSet<string>>> _uses = [];
    private readonly string _root;

    /// <summary>Reads the types of an assembly below a namespace.</summary>
    /// <param name="assembly">The compiled project.</param>
    /// <param name="root">The project's root namespace.</param>
    public FolderGraph(Assembly assembly, string root)
    {
        _root = root;
        using var module = ModuleDefinition.ReadModule(assembly.Location);
        foreach (var type in module.GetAllTypes())
        {
            if (FolderOf(type) is not { } user)
            {
                continue;
            }

            foreach (var used in new TypeUses(module).Of(type))
            {
                if (FolderOf(used) is { } folder && folder != user)
                {
                    Add(user, folder, $"{Outermost(type).Name} uses {Outermost(used).Name}");
                }
            }
        }
    }

    /// <summary>The folders that are part of a cycle, each dependency of it with the types that make it.</summary>
    public IReadOnlyList<string> Cycles()
    {
        var reachable = _uses.Keys.ToDictionary(folder => folder, Reachable);

        return
        [
            .. from use in _uses
               from target in use.Value
               where reachable.TryGetValue(target.Key, out var back) && back.Contains(use.Key)
               orderby use.Key, target.Key
               select $"{use.Key} -> {target.Key}: {string.Join(", ", target.Value)}",
        ];
    }

    private HashSet<string> Reachable(string folder)
    {
        var found = new HashSet<string>();
        var open = new Stack<string>([folder]);
        while (open.TryPop(out var current))
        {
            foreach (var next in _uses.GetValueOrDefault(current)?.Keys.Where(found.Add) ?? [])
            {
                open.Push(next);
            }
        }

        return found;
    }

    private void Add(string user, string used, string because)
    {
        _uses.TryAdd(user, []);
        _uses[user].TryAdd(used, []);
        _uses[user][used].Add(because);
    }

    private string? FolderOf(TypeDefinition type)
    {
        var outermost = Outermost(type);
        if (outermost.Namespace == _root)
        {
            return outermost.Name;
        }

        return outermost.Namespace.StartsWith($"{_root}.", StringComparison.Ordinal)
            ? outermost.Namespace[(_root.Length + 1)..].Split('.')[0]
            : null;
    }

    private static TypeDefinition Outermost(TypeDefinition type) =>
        type.DeclaringType is { } outer ? Outermost(outer) : type;
}
