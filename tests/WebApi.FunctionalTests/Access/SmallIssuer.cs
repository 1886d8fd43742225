using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace DealInsights.WebApi.FunctionalTests.Access;

/// <summary>
/// An OpenID Connect issuer on loopback: it publishes its configuration and its keys, and signs what it is told to. Written
/// out here, byte by byte, and not with the library that verifies.
/// </summary>
internal sealed class SmallIssuer : IAsyncDisposable
{
    public const string Audience = "dealinsights";

    private readonly WebApplication _app;
    private readonly List<(string Id, RSA Key)> _keys = [];

    private SmallIssuer(WebApplication app) => _app = app;

    public string Authority => _app.Urls.Single();

    /// <summary>The settings of a service that accepts its tokens.</summary>
    public string[] Settings => [$"--OpenIdConnect:Authority={Authority}", $"--OpenIdConnect:Audience={Audience}"];

    /// <summary>How often its keys were fetched.</summary>
    public int KeyFetches { get; private set; }

    /// <summary>The public key of the one it signs with, as anybody can have it.</summary>
    public string PublicKeyPem => _keys[^1].Key.ExportSubjectPublicKeyInfoPem();

    public static async Task<SmallIssuer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var issuer = new SmallIssuer(app);
        issuer.RotateKey();
        app.MapGet("/.well-known/openid-configuration", () => Results.Json(new
        {
            issuer = issuer.Authority,
            jwks_uri = $"{issuer.Authority}/keys",
            authorization_endpoint = $"{issuer.Authority}/authorize",
            response_types_supported = new[] { "code" },
            subject_types_supported = new[] { "public" },
            id_token_signing_alg_values_supported = new[] { "RS256" },
        }));
        app.MapGet("/keys", () =>
        {
            issuer.KeyFetches++;
            return Results.Json(new { keys = issuer._keys.Select(PublicKey) });
        });
        await app.StartAsync();

        return issuer;
    }

    /// <summary>Takes a new key to sign with, and publishes it in place of the old one.</summary>
    public void RotateKey()
    {
        foreach (var (_, old) in _keys)
        {
            old.Dispose();
        }

        _keys.Clear();
        _keys.Add(($"key-{Guid.NewGuid():N}", RSA.Create(2048)));
    }

    /// <summary>What a good token says.</summary>
    /// <param name="roles">Its roles.</param>
    public JsonObject Claims(params string[] roles)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();

        return new JsonObject
        {
            ["iss"] = Authority,
            ["aud"] = Audience,
            ["sub"] = "subject-1",
            ["iat"] = now,
            ["nbf"] = now - 10,
            ["exp"] = now + 300,
            ["roles"] = new JsonArray([.. roles.Select(role => JsonValue.Create(role))]),
        };
    }

    /// <summary>A good token.</summary>
    public string Token(params string[] roles) => Sign(Claims(roles));

    /// <summary>A token signed with the issuer's key.</summary>
    public string Sign(JsonObject claims, Action<JsonObject>? changeHeader = null) =>
        Sign(claims, _keys[^1].Id, _keys[^1].Key, changeHeader);

    public static string Sign(JsonObject claims, string keyId, RSA key, Action<JsonObject>? changeHeader = null)
    {
        var header = new JsonObject { ["alg"] = "RS256", ["typ"] = "JWT", ["kid"] = keyId };
        changeHeader?.Invoke(header);
        var signed = Signed(header, claims);

        return $"{signed}.{Encode(key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    /// <summary>A token that is signed with a shared secret: anybody's who knows what is public.</summary>
    public string SignWithSecret(JsonObject claims, byte[] secret)
    {
        var signed = Signed(new JsonObject { ["alg"] = "HS256", ["typ"] = "JWT", ["kid"] = _keys[^1].Id }, claims);

        return $"{signed}.{Encode(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(signed)))}";
    }

    /// <summary>A token that says it needs no signature.</summary>
    public static string Unsigned(JsonObject claims, string algorithm) =>
        $"{Signed(new JsonObject { ["alg"] = algorithm, ["typ"] = "JWT" }, claims)}.";

    /// <summary>The key that it signs with, as its modulus: what a confused verifier might take for a secret.</summary>
    public byte[] PublicModulus => _keys[^1].Key.ExportParameters(false).Modulus!;

    public string KeyId => _keys[^1].Id;

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        foreach (var (_, key) in _keys)
        {
            key.Dispose();
        }
    }

    private static string Signed(JsonObject header, JsonObject claims) =>
        $"{Encode(JsonSerializer.SerializeToUtf8Bytes(header))}.{Encode(JsonSerializer.SerializeToUtf8Bytes(claims))}";

    private static object PublicKey((string Id, RSA Key) key)
    {
        var parameters = key.Key.ExportParameters(includePrivateParameters: false);

        return new { kty = "RSA", use = "sig", alg = "RS256", kid = key.Id, n = Encode(parameters.Modulus!), e = Encode(parameters.Exponent!) };
    }

    private static string Encode(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
