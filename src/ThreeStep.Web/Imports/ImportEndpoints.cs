using System.Security.Claims;
using ThreeStep.Orders.Import;
using ThreeStep.Orders.Records;
using ThreeStep.Web.Security;

namespace ThreeStep.Web.Imports;

/// <summary>Import of a CRM export by upload: the four CSV files as multipart form data.</summary>
static class ImportEndpoints
{
    public static void Map(RouteGroupBuilder api) =>
        api.MapPost("import", Import).WithTags("Import").RequireAuthorization(Policies.Administration).DisableAntiforgery();

    static async Task<ImportReport> Import(HttpRequest request, ClaimsPrincipal caller, CrmImporter importer, CancellationToken token)
    {
        if (!request.HasFormContentType)
            throw RefusalException.Invalid("body", $"Send the files {string.Join(", ", CrmFiles.Names)} as multipart form data.");
        var contents = new Dictionary<string, byte[]>();
        foreach (var upload in (await request.ReadFormAsync(token)).Files)
        {
            using var content = new MemoryStream();
            await upload.CopyToAsync(content, token);
            contents[Path.GetFileName(upload.FileName)] = content.ToArray();
        }
        try { return await importer.Import(new CrmFiles(contents), caller.Actor()); }
        catch (CrmFormatException error) { throw RefusalException.Invalid(error.File, error.Message); }
    }
}
