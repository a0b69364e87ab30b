using System.Globalization;
using Microsoft.AspNetCore.Localization;

namespace ThreeStep.Web.Http;

/// <summary>The language of whoever reads the answer: Chinese or English, as chosen on a page, else as their browser or program says.</summary>
static class ReaderLanguage
{
    public static readonly CultureInfo Chinese = CultureInfo.GetCultureInfo("zh-CN");
    public static readonly CultureInfo English = CultureInfo.GetCultureInfo("en");

    public static CultureInfo Of(HttpRequest request)
    {
        var wanted = request.GetTypedHeaders().AcceptLanguage.OrderByDescending(language => language.Quality ?? 1)
            .Select(language => language.Value.ToString()).FirstOrDefault();
        return wanted?.StartsWith("zh", StringComparison.OrdinalIgnoreCase) == true ? Chinese : English;
    }

    /// <summary>How dates and numbers are written: plain English leaves that open.</summary>
    public static CultureInfo Region(CultureInfo language) => language.Name == "en" ? CultureInfo.GetCultureInfo("en-GB") : language;

    public static void UseReaderLanguage(this WebApplication app) => app.UseRequestLocalization(localization =>
    {
        localization.DefaultRequestCulture = new RequestCulture(Region(English), English);
        localization.RequestCultureProviders =
        [
            new CookieRequestCultureProvider(),
            new CustomRequestCultureProvider(context =>
                Task.FromResult<ProviderCultureResult?>(new(FormOf(context.Request), Of(context.Request).Name))),
        ];
        localization.SupportedUICultures = [Chinese, English];
        localization.SupportedCultures = [Chinese, English, .. Regions.Select(CultureInfo.GetCultureInfo)];
    });

    static readonly string[] Regions = ["en-US", "en-GB", "en-AU", "en-CA", "en-SG", "en-IN", "en-IE", "en-NZ", "en-ZA", "en-HK"];

    /// <summary>Somebody who reads English writes dates as their browser's region does.</summary>
    static string FormOf(HttpRequest request)
    {
        var first = request.GetTypedHeaders().AcceptLanguage.OrderByDescending(language => language.Quality ?? 1)
            .Select(language => language.Value.ToString()).FirstOrDefault() ?? "";
        return Of(request) == Chinese ? Chinese.Name
            : Regions.FirstOrDefault(region => region.Equals(first, StringComparison.OrdinalIgnoreCase)) ?? "en-GB";
    }
}
