using ThreeStep.Runtime.Commit;

namespace ThreeStep.Runtime.Import;

/// <summary>Imports a CRM export into the running system: one transaction for the records, then the workflows of the open deals.</summary>
public sealed class CrmImporter(WorkflowRuntime runtime, TimeProvider clock)
{
    /// <exception cref="CrmFormatException">A file cannot be read; nothing is kept.</exception>
    public async Task<ImportReport> Import(CrmFiles files)
    {
        ImportReport? report = null;
        await runtime.Record(database =>
        {
            (report, var stimuli) = CrmImport.Run(database, files, clock.GetUtcNow());
            return stimuli;
        });
        return report!;
    }
}
