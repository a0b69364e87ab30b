using ThreeStep.Orders.Notices;
using ThreeStep.Orders.Records;

namespace ThreeStep.Orders.Messages;

/// <summary>Somebody wants no more messages of a kind (不再接收); what is to be done stays on Today.</summary>
public static class StopKind
{
    public static MessageChoices Apply(Change change, MatterKind kind)
    {
        var userId = change.By.UserId ?? throw RefusalException.Forbidden("The server's key gets no messages.");
        return SaveMessageChoices.Set(change, userId, choices => choices.Without(kind));
    }
}
