using System.Security.Cryptography;
using System.Text;
using CsCheck;
using DealInsights.Application.Access;
using DealInsights.Infrastructure.HubSpot;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace DealInsights.Infrastructure.IntegrationTests.HubSpot;

[TestFixture]
internal sealed class HubSpotSignatureTests
{
    private const string Secret = "yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy";
    private const string GetTarget = "/api/deal-info?dealName=Acme%20%26%20Co&userId=7&portalId=33&userEmail=jane%40example.com&appId=5";
    private const string Decoded = "/yEGz1s78GBB8zutQYx0Nl+iMPhdFb9OUDLFTQoPgKo=";
    private const string NotDecoded = "nfN3W72c/LtrFLCNvy+tub6td5rDQMUIU3gvtXNrVD0=";

    private static SignedCall Get => new("GET", GetTarget, default, "1700000000000", Decoded);

    // Answers that HubSpot's documentation and libraries agree on.
    [TestCase("https://www.example.com", "POST", "/webhook_uri", "{'example_field':'example_value'}", "1693657560000", "K36dawei4A+QBNolUOqo7s91KQDWQ5MXZ/QufNYuk/Y=")]
    [TestCase("https://www.example.com", "POST", "/webhook_uri", "{'example_field':'example_value'}", "1700000300000", "RnbPH7+UMKVkbV32P8bz450N4M56aPmcru1+D3kSDtw=")]
    [TestCase("https://api.example.com", "GET", GetTarget, "", "1700000000000", Decoded)]
    [TestCase("https://api.example.com", "GET", GetTarget, "", "1700000000000", NotDecoded)]
    public void KnownAnswer_IsAccepted(string baseUrl, string method, string target, string body, string timestamp, string signature) =>
        Assert.That(
            Verifier(baseUrl).IsSigned(new SignedCall(method, target, Encoding.UTF8.GetBytes(body), timestamp, signature)), Is.True);

    [Test]
    public void Tampered_InAnyPart_IsRefused()
    {
        var verifier = Verifier();
        SignedCall[] tampered =
        [
            Get with { Method = "POST" },
            Get with { Method = "get" },
            Get with { Body = "x"u8.ToArray() },
            Get with { Timestamp = "1700000000001" },
            Get with { Timestamp = "01700000000000" },
            Get with { Signature = "A" + Decoded[1..] },
            Get with { Signature = Decoded[..^1] },
            Get with { Signature = Decoded + "=" },
            Get with { Signature = "" },
            Get with { Signature = "====" },
            Get with { Signature = Convert.ToBase64String(new byte[32]) },
            Get with { Signature = Convert.ToHexString(Convert.FromBase64String(Decoded)) },
            Get with { Target = $"https://api.example.com{GetTarget}" },
            Get with { Target = $"{GetTarget}&portalId=44" },
            Get with { Target = $"/{GetTarget}" },
            // Escapes that HubSpot does not decode are not taken for what they mean.
            Get with { Target = GetTarget.Replace("%20", "+", StringComparison.Ordinal) },
            Get with { Target = GetTarget.Replace("%26", "&", StringComparison.Ordinal) },
            // Nor is any other letter written as an escape.
            Get with { Target = GetTarget.Replace("Acme", "%41cme", StringComparison.Ordinal) },
        ];

        Assert.That(verifier.IsSigned(Get), Is.True);
        Assert.That(tampered.Where(verifier.IsSigned), Is.Empty);
    }

    [Test]
    public void Tampered_InAnyLetter_IsRefused()
    {
        var verifier = Verifier();
        Gen.Select(Gen.Int[0, GetTarget.Length - 1], Gen.Char['!', '~']).Sample((position, letter) =>
        {
            var other = GetTarget[..position] + letter + GetTarget[(position + 1)..];

            return other == GetTarget || !verifier.IsSigned(Get with { Target = other });
        });
    }

    [Test]
    public void Signature_OfTheAddressDecodedInEitherWay_IsAccepted()
    {
        const string target = "/api/v3/deals/A%2fB%3A/x?name=%2540%3a%3B%2C%2A%28%29%27%24%21&u=%40%3F%2F%26";
        const string inQuery = "/api/v3/deals/A%2fB%3A/x?name=%2540:;,*()'$!&u=@?/%26";
        const string everywhere = "/api/v3/deals/A/B:/x?name=%2540:;,*()'$!&u=@?/%26";
        const string inPathAlone = "/api/v3/deals/A/B:/x?name=%2540%3a%3B%2C%2A%28%29%27%24%21&u=%40%3F%2F%26";
        const string twice = "/api/v3/deals/A/B:/x?name=@:;,*()'$!&u=@?/%26";

        Assert.Multiple(() =>
        {
            Assert.That(IsAccepted(target), Is.True);
            Assert.That(IsAccepted(inQuery), Is.True);
            Assert.That(IsAccepted(everywhere), Is.True);
            Assert.That(IsAccepted(inPathAlone), Is.False);
            Assert.That(IsAccepted(twice), Is.False);
        });

        bool IsAccepted(string signed) => Verifier().IsSigned(new SignedCall(
            "GET", target, default, "1700000000000", Sign($"GEThttps://api.example.com{signed}1700000000000", Secret)));
    }

    [TestCase("%3A%2F%3F%40%21%24%27%28%29%2A%2C%3B", ":/?@!$'()*,;")]
    [TestCase("%3a%2f%3f%2a%2c%3b", ":/?*,;")]
    [TestCase("%253A%2540", "%253A%2540")]
    [TestCase("%20%26%3D%2B%23%25%22%41", "%20%26%3D%2B%23%25%22%41")]
    [TestCase("%", "%")]
    [TestCase("%3", "%3")]
    [TestCase("%%3A%", "%:%")]
    [TestCase("", "")]
    public void Escapes_AreDecodedAsListedAndOnce(string text, string expected) =>
        Assert.That(HubSpotEscapes.Decode(text), Is.EqualTo(expected));

    [TestCase("1700000000000", true)]
    [TestCase("1699999700000", true)]
    [TestCase("1700000300000", true)]
    [TestCase("1699999699999", false)]
    [TestCase("1700000300001", false)]
    [TestCase("1700000000", false)]
    [TestCase("0", false)]
    [TestCase("", false)]
    [TestCase(null, false)]
    [TestCase(" 1700000000000", false)]
    [TestCase("+1700000000000", false)]
    [TestCase("-1700000000000", false)]
    [TestCase("1,700,000,000,000", false)]
    [TestCase("1.7e12", false)]
    [TestCase("٠٧٠٠٠٠٠٠٠٠٠٠٠", false)]
    [TestCase("99999999999999999999", false)]
    public void Timestamp_IsWithinFiveMinutesOrRefused(string? timestamp, bool isTimely) =>
        Assert.That(Verifier().IsTimely(timestamp), Is.EqualTo(isTimely));

    [Test]
    public void TwoSecrets_AreBothGoodDuringTheirRotation()
    {
        const string next = "zzzzzzzz-zzzz-zzzz-zzzz-zzzzzzzzzzzz";
        var byNext = Get with { Signature = Sign($"GEThttps://api.example.com{GetTarget}1700000000000", next) };
        var verifier = Verifier("https://api.example.com", Secret, next);

        Assert.Multiple(() =>
        {
            Assert.That(verifier.IsSigned(Get), Is.True);
            Assert.That(verifier.IsSigned(byNext), Is.True);
            Assert.That(Verifier().IsSigned(byNext), Is.False);
        });
    }

    [Test]
    public void AnotherBaseAddress_IsRefused() => Assert.That(Verifier("https://api.example.org").IsSigned(Get), Is.False);

    private static HubSpotSignatureVerifier Verifier(string baseUrl = "https://api.example.com", params string[] secrets)
    {
        var options = new HubSpotOptions { PublicBaseUrl = baseUrl, PortalIds = { "33" } };
        foreach (var secret in secrets.DefaultIfEmpty(Secret))
        {
            options.ClientSecrets.Add(secret);
        }

        return new HubSpotSignatureVerifier(
            Options.Create(options), new FakeTimeProvider(DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000)));
    }

    private static string Sign(string text, string secret) =>
        Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(text)));
}
