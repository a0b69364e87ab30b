using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;

namespace ThreeStep.Orders.Import;

/// <summary>Imports a CRM export into the running system: one transaction for the records, then the workflows of the open deals.</summary>
public sealed class CrmImporter(OrderRecords records)
{
    /// <param name="by">Who imports; it stands in the audit log.</param>
    /// <exception cref="CrmFormatException">A file cannot be read; nothing is kept.</exception>
    public Task<ImportReport> Import(CrmFiles files, Actor by) => records.Record(by, change => CrmImport.Run(change, files));
}
