using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using MongoDB.Driver;
using MongoDB.Driver.Core.Configuration;

namespace DealInsights.Infrastructure.Mongo;

/// <summary>The configured connection string. It may hold a password, so nothing here repeats it in a message.</summary>
internal static class MongoConnectionString
{
    /// <summary>Reads it from configuration; <see langword="null"/> when it is missing or is no connection string.</summary>
    public static ConnectionString? Read(IConfiguration configuration)
    {
        try
        {
            return new ConnectionString(configuration.GetConnectionString("MongoDb"));
        }
        catch (Exception unreadable)
            when (unreadable is MongoConfigurationException or ArgumentException or FormatException)
        {
            return null;
        }
    }

    /// <summary>Takes over what the connection string says about the pool, the timeouts and where to read.</summary>
    public static void ApplyTo(MongoDbOptions options, IConfiguration configuration)
    {
        if (Read(configuration) is not { } given)
        {
            return;
        }

        options.MaxPoolSize = given.MaxPoolSize ?? options.MaxPoolSize;
        options.MinPoolSize = given.MinPoolSize ?? options.MinPoolSize;
        options.MaxIdleTime = given.MaxIdleTime ?? options.MaxIdleTime;
        options.ServerSelectionTimeout = given.ServerSelectionTimeout ?? options.ServerSelectionTimeout;
        options.ConnectTimeout = given.ConnectTimeout ?? options.ConnectTimeout;
        options.SocketTimeout = given.SocketTimeout ?? options.SocketTimeout;
        options.WaitQueueTimeout = given.WaitQueueTimeout ?? options.WaitQueueTimeout;
        options.ReadPreference = given.ReadPreference ?? options.ReadPreference;
    }
}

/// <summary>Refuses what the annotations of <see cref="MongoDbOptions"/> cannot see.</summary>
internal sealed class MongoDbOptionsValidator(IConfiguration configuration) : IValidateOptions<MongoDbOptions>
{
    public ValidateOptionsResult Validate(string? name, MongoDbOptions options)
    {
        List<string> failures = [];
        if (MongoConnectionString.Read(configuration) is null)
        {
            failures.Add(
                $"{MongoDbOptions.ConnectionStringSetting} is not a MongoDB connection string (mongodb://host:port).");
        }

        if (options.MinPoolSize > options.MaxPoolSize)
        {
            failures.Add(
                $"MongoDb__MinPoolSize ({options.MinPoolSize}) exceeds MongoDb__MaxPoolSize ({options.MaxPoolSize}).");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
