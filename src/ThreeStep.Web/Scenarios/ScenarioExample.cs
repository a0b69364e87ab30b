namespace ThreeStep.Web.Scenarios;

/// <summary>What somebody who writes a first scenario begins with.</summary>
static class ScenarioExample
{
    public static string Of(string definitionId) => $$"""
        workflow: {{definitionId}}
        given:
          now: 2026-03-02 09:00
          people:
            Sophie: { role: Rep, manager: Emily }
            Emily: { role: Manager, position: SalesManager }
          customers:
            华康食品: { owner: Sophie }
          deals:
            包装线: { customer: 华康食品, owner: Sophie, stage: Negotiating, amount: 200000 }
        scenarios:
          - scenario: What the story shows
            story:
              - when: 9 days pass
                then:
                  - Sophie has a reminder "7 天"
                  - nobody was asked

        """;
}
