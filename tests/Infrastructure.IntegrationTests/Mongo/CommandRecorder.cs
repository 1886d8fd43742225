using System.Collections.Concurrent;
using MongoDB.Bson;
using MongoDB.Bson.Serialization;
using MongoDB.Driver.Core.Configuration;
using MongoDB.Driver.Core.Events;

namespace DealInsights.Infrastructure.IntegrationTests.Mongo;

/// <summary>Keeps what a client sends to the server, and what comes back.</summary>
internal sealed class CommandRecorder
{
    // Sent by the driver for itself.
    private static readonly string[] OwnCommands = ["hello", "isMaster", "ping", "endSessions"];

    private readonly ConcurrentQueue<(string Name, int ReplyBytes)> _succeeded = new();
    private readonly ConcurrentQueue<RawBsonDocument> _commands = new();
    private readonly ConcurrentQueue<RawBsonDocument> _replies = new();

    /// <summary>The only query that was sent, without what the driver adds to it.</summary>
    public BsonDocument Query
    {
        get
        {
            var query = BsonSerializer.Deserialize<BsonDocument>(_commands.Single().ToBson());
            foreach (var name in (string[])["lsid", "$db", "$readPreference", "$clusterTime"])
            {
                query.Remove(name);
            }

            return query;
        }
    }

    /// <summary>The documents of the only answer.</summary>
    public IEnumerable<BsonDocument> Answer =>
        _replies.Single()["cursor"]["firstBatch"].AsBsonArray.Select(document => document.AsBsonDocument);

    /// <summary>The size of the only answer, in bytes.</summary>
    public int AnswerSize => _replies.Single().Slice.Length;

    /// <summary>The names of all commands that succeeded.</summary>
    public IReadOnlyList<string> Names => [.. _succeeded.Select(command => command.Name)];

    /// <summary>The size of all their replies.</summary>
    public int ReplyBytes => _succeeded.Sum(command => command.ReplyBytes);

    /// <summary>Forgets what was sent so far.</summary>
    public void Clear()
    {
        _succeeded.Clear();
        _commands.Clear();
        _replies.Clear();
    }

    public void Listen(ClusterBuilder cluster) => cluster
        .Subscribe<CommandStartedEvent>(started => Keep(_commands, started.CommandName, started.Command))
        .Subscribe<CommandSucceededEvent>(succeeded =>
        {
            if (!OwnCommands.Contains(succeeded.CommandName))
            {
                _succeeded.Enqueue((succeeded.CommandName, succeeded.Reply.ToBson().Length));
            }

            Keep(_replies, succeeded.CommandName, succeeded.Reply);
        });

    // Copied, because the driver takes the buffers back.
    private static void Keep(ConcurrentQueue<RawBsonDocument> kept, string command, BsonDocument document)
    {
        if (command is "find" or "aggregate")
        {
            kept.Enqueue(new RawBsonDocument(document.ToBson()));
        }
    }
}
