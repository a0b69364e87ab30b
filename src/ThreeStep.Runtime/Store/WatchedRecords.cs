using System.Text.Json.Nodes;
using ThreeStep.Workflows.Model;

namespace ThreeStep.Runtime.Store;

/// <summary>
/// The records for one burst. Where a read fails because the store cannot be used, whatever the activity or the script made of that is not
/// to be believed: the burst is thrown away and run again later, instead of becoming an incident.
/// </summary>
sealed class WatchedRecords(IRecordReader records) : IRecordReader
{
    UnavailableReason? failure;

    public JsonNode? Read(string kind, string id)
    {
        try { return records.Read(kind, id); }
        catch (Exception error) when (Unavailability.Of(error) is { } reason)
        {
            failure = reason;
            throw;
        }
    }

    /// <exception cref="StoreUnavailableException">A record could not be read.</exception>
    public void Require()
    {
        if (failure is { } reason) throw new StoreUnavailableException(reason);
    }
}
