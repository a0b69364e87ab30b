using ThreeStep.Orders.Fields;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;

namespace ThreeStep.Orders.Deals;

/// <summary>A deal begins, open; whoever makes it owns it unless told. Its workflow begins with it.</summary>
public static class CreateDeal
{
    public static Deal Apply(Change change, DealInput input)
    {
        var name = TextField.Required(input.Name.Value, "name", "A name is needed.");
        if (input.Stage.Value is Stage.Won or Stage.Lost) throw RefusalException.Invalid("stage", "A new deal is open.");
        var deal = new Deal
        {
            Id = change.NewId(),
            Name = name,
            OwnerId = change.By.UserId,
            Stage = input.Stage.Value,
            StageSince = change.Now,
            Currency = change.Database.Companies.Select(company => company.Currency).FirstOrDefault() ?? "CNY",
            CreatedAt = change.Now,
        };
        ChangeDeal.SetFields(change, deal, input);
        change.Database.Deals.Add(deal);
        change.Queue(DealEvents.Created(deal));
        return deal;
    }
}
