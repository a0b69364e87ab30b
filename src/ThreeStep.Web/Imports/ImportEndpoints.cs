using ThreeStep.Runtime.Import;
using ThreeStep.Web.Hosting;
using ThreeStep.Web.Security;

namespace ThreeStep.Web.Imports;

/// <summary>Import of a CRM export by upload: the four CSV files as multipart form data.</summary>
static class ImportEndpoints
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("import", Import).WithTags("Import").RequireAuthorization(Policies.Administration).DisableAntiforgery();

    static async Task<ImportReport> Import(HttpRequest request, CrmImporter importer)
    {
        if (!request.HasFormContentType) throw ApiException.Invalid("body", $"Send the files {string.Join(", ", CrmFiles.Names)} as multipart form data.");
        var contents = new Dictionary<string, byte[]>();
        foreach (var upload in (await request.ReadFormAsync()).Files)
        {
            using var content = new MemoryStream();
            await upload.CopyToAsync(content);
            contents[Path.GetFileName(upload.FileName)] = content.ToArray();
        }
        try { return await importer.Import(new CrmFiles(contents)); }
        catch (CrmFormatException error) { throw ApiException.Invalid(error.File, error.Message); }
    }
}
