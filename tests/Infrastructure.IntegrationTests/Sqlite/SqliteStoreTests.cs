using System.Text.Json;
using DealInsights.Infrastructure.IntegrationTests.Stores;
using DealInsights.Infrastructure.Sqlite;
using DealInsights.Infrastructure.StoredDocuments;
using Microsoft.Extensions.DependencyInjection;
using MongoDB.Bson;

namespace DealInsights.Infrastructure.IntegrationTests.Sqlite;

internal sealed class SqliteStoreTests : StoreContract
{
    protected override Task<StoreUnderTest> CreateStoreAsync() => Task.FromResult(EmbeddedStores.Create());

    protected override async Task PutInsightAsync(
        StoreUnderTest store, StoredCollection collection, BsonDocument document)
    {
        var database = store.Services.GetRequiredService<EmbeddedDatabase>();
        database.Prepare();
        await using var connection = EmbeddedStores.Connect(database.File);
        await using var command = connection.CreateCommand();
        command.CommandText = collection == StoredCollection.CompanyOverviews
            ? "INSERT INTO company_overviews (deal_id, document) VALUES ($deal_id, $document)"
            : "INSERT INTO title_judgements VALUES ($fingerprint, $document)";
        foreach (var field in collection.KeyFields)
        {
            command.Parameters.AddWithValue($"${field}", document.GetValue(field, "none").ToString());
        }

        command.Parameters.AddWithValue("$document", document.ToBson());
        await command.ExecuteNonQueryAsync();
    }

    protected override async Task RemoveAsync(StoreUnderTest store, IEnumerable<string> dealNames)
    {
        await using var connection = EmbeddedStores.Connect(store.Services.GetRequiredService<EmbeddedDatabase>().File);
        await using var command = connection.CreateCommand();
        command.CommandText = "DELETE FROM deal_info WHERE deal_id IN (SELECT value FROM json_each($names))";
        command.Parameters.AddWithValue("$names", JsonSerializer.Serialize(dealNames));
        await command.ExecuteNonQueryAsync();
    }
}
