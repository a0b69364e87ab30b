namespace ThreeStep.Orders.Approvals;

/// <summary>What is asked for: the terms of a deal 商机条件, a campaign's budget 活动预算, a gift 礼品, a refund 退款, a contract 合同, a workflow's publishing 发布,
/// anything else.</summary>
public enum ApprovalKind { Deal, CampaignBudget, Gift, Refund, Contract, Publishing, Other }
