namespace ThreeStep.Orders.People;

/// <summary>Kinds of work for which somebody else may stand in: 审批 · 销售 · 线索 · 服务 · 市场.</summary>
public enum WorkKind { Approvals, Sales, Leads, Cases, Campaigns }
