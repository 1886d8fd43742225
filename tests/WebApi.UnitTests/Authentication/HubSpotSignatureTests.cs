using System.Security.Cryptography;
using System.Text;
using DealInsights.WebApi.Authentication;
using DealInsights.WebApi.Http;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace DealInsights.WebApi.UnitTests.Authentication;

[TestFixture]
internal sealed class HubSpotSignatureTests
{
    private const string Secret = "yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy";
    private const string Base = "https://api.example.com";
    private const string Time = "1700000000000";
    private const string Target = "/api/deal-info?dealName=Acme%20%26%20Co&userId=7&portalId=33&userEmail=jane%40example.com&appId=5";
    private const string Decoded = "/yEGz1s78GBB8zutQYx0Nl+iMPhdFb9OUDLFTQoPgKo=";
    private const string NotDecoded = "nfN3W72c/LtrFLCNvy+tub6td5rDQMUIU3gvtXNrVD0=";
    private const string Object = """{"note":"x"}""";

    // Known answers on which HubSpot's documentation and libraries agree.
    [TestCase(Decoded)]
    [TestCase(NotDecoded)]
    public void KnownSignature_IsValid(string signature) => Assert.That(IsValid(Target, signature), Is.True);

    [Test]
    public void Request_ChangedInAnyPart_IsNotValid()
    {
        var signatures = Signatures();

        Assert.Multiple(() =>
        {
            Assert.That(signatures.IsValid("POST", Target, [], Time, Decoded), Is.False, "method");
            Assert.That(signatures.IsValid("get", Target, [], Time, Decoded), Is.False, "method in another case");
            Assert.That(signatures.IsValid("GET", Target, "x"u8.ToArray(), Time, Decoded), Is.False, "body");
            Assert.That(signatures.IsValid("GET", Target, [], "1700000000001", Decoded), Is.False, "time");
            Assert.That(Signatures("https://api.example.org").IsValid("GET", Target, [], Time, Decoded), Is.False, "base URL");
        });
    }

    [TestCase("A" + "yEGz1s78GBB8zutQYx0Nl+iMPhdFb9OUDLFTQoPgKo=")]
    [TestCase("/yEGz1s78GBB8zutQYx0Nl+iMPhdFb9OUDLFTQoPgKo")]
    [TestCase("/yEGz1s78GBB8zutQYx0Nl+iMPhdFb9OUDLFTQoPgKo==")]
    [TestCase("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [TestCase("====")]
    [TestCase("")]
    public void Signature_ThatIsAnother_IsNotValid(string signature) => Assert.That(IsValid(Target, signature), Is.False);

    [TestCase("https://api.example.com/api/deal-info?dealName=Acme%20%26%20Co&userId=7&portalId=33&userEmail=jane%40example.com&appId=5")]
    [TestCase("//api/deal-info?dealName=Acme%20%26%20Co&userId=7&portalId=33&userEmail=jane%40example.com&appId=5")]
    [TestCase("/api/deal-info?dealName=Acme+%26+Co&userId=7&portalId=33&userEmail=jane%40example.com&appId=5")]
    [TestCase("/api/deal-info?dealName=Acme%20&%20Co&userId=7&portalId=33&userEmail=jane%40example.com&appId=5")]
    [TestCase("/api/deal-info?dealName=%41cme%20%26%20Co&userId=7&portalId=33&userEmail=jane%40example.com&appId=5")]
    [TestCase("/api/deal-info?dealName=Acme%20%26%20Co&userId=7&portalId=33&userEmail=jane%40example.com&appId=5&portalId=44")]
    public void Target_ThatIsAnother_IsNotValid(string target) => Assert.That(IsValid(target, Decoded), Is.False);

    [TestCase("/api/v3/deals/A%2fB%3A?name=%2540%3a%3B%2C%2A%28%29%27%24%21&u=%40%3F%2F%26", true)]
    [TestCase("/api/v3/deals/A%2fB%3A?name=%2540:;,*()'$!&u=@?/%26", true)]
    [TestCase("/api/v3/deals/A/B:?name=%2540:;,*()'$!&u=@?/%26", false, Description = "another path")]
    [TestCase("/api/v3/deals/A%2fB%3A?name=@:;,*()'$!&u=@?/%26", false, Description = "decoded twice")]
    [TestCase("/api/v3/deals/A%2fB%3A?name=%2540:;,*()'$!&u=@?/&", false, Description = "another parameter")]
    public void Target_SignedAsSentOrWithItsQueryDecoded_IsValid(string signed, bool isValid) => Assert.That(
        IsValid("/api/v3/deals/A%2fB%3A?name=%2540%3a%3B%2C%2A%28%29%27%24%21&u=%40%3F%2F%26", Sign($"GET{Base}{signed}{Time}")),
        Is.EqualTo(isValid));

    [Test]
    public void Body_IsSignedAfterTheTarget() =>
        Assert.That(IsValidPost("/api/deals?portalId=33", Object, Sign($"POST{Base}/api/deals?portalId=33{Object}{Time}")), Is.True);

    // The signed text has no separator: the same text with another boundary between URL and body is another request.
    [TestCase("/api/deals?portalId=33&userId=7", "123" + Object)]
    [TestCase("/api/deals?portalId=33&userId=7123{\"note\":", "\"x\"}")]
    public void Boundary_BetweenTargetAndBody_CannotBeMoved(string target, string body) =>
        Assert.That(IsValidPost(target, body, Sign($"POST{Base}/api/deals?portalId=33&userId=7123{Object}{Time}")), Is.False);

    [TestCase("1700000000000", true)]
    [TestCase("1699999700000", true)]
    [TestCase("1700000300000", true)]
    [TestCase("1699999699999", false)]
    [TestCase("1700000300001", false)]
    [TestCase("1700000000", false)]
    [TestCase("01700000000000", false)]
    [TestCase("", false)]
    [TestCase(" 170000000000", false)]
    [TestCase("-1700000000000", false)]
    [TestCase("1.7e12", false)]
    [TestCase("٠٧٠٠٠٠٠٠٠٠٠٠٠", false)]
    [TestCase("99999999999999999999", false)]
    public void Timestamp_IsWithinFiveMinutesOrRefused(string timestamp, bool isTimely) =>
        Assert.That(Signatures().IsTimely(timestamp), Is.EqualTo(isTimely));

    [Test]
    public void TwoSecrets_AreBothValidDuringARotation()
    {
        const string next = "zzzzzzzz-zzzz-zzzz-zzzz-zzzzzzzzzzzz";
        var byNext = Sign($"GET{Base}{Target}{Time}", next);

        Assert.That(Signatures(Base, Secret, next).IsValid("GET", Target, [], Time, Decoded), Is.True);
        Assert.That(Signatures(Base, Secret, next).IsValid("GET", Target, [], Time, byNext), Is.True);
        Assert.That(IsValid(Target, byNext), Is.False);
    }

    private static bool IsValid(string target, string signature) => Signatures().IsValid("GET", target, [], Time, signature);

    private static bool IsValidPost(string target, string body, string signature) =>
        Signatures().IsValid("POST", target, Encoding.UTF8.GetBytes(body), Time, signature);

    private static HubSpotSignature Signatures(string baseUrl = Base, params string[] secrets)
    {
        var options = new HubSpotOptions { PublicBaseUrl = baseUrl, PortalIds = { "33" } };
        foreach (var secret in secrets.DefaultIfEmpty(Secret))
        {
            options.ClientSecrets.Add(secret);
        }

        return new HubSpotSignature(
            Options.Create(options), new FakeTimeProvider(DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000)));
    }

    private static string Sign(string text, string secret = Secret) =>
        Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(text)));
}
