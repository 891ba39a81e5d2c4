namespace Keguan.Foundation.Documents;

/// <summary>One line of a table of facts. A wide fact takes the whole row.</summary>
public sealed record WordFact(string Label, string? Value, bool Wide = false);

/// <summary>A column of a table. Numbers stand right-aligned; the unit goes into the head (经费（万元）), never into the cells.</summary>
/// <param name="Weight">Share of the width, relative to the other columns.</param>
public sealed record WordColumn(string Title, double Weight = 1, bool Number = false);

/// <summary>
/// A box in which a party gives its opinion, signs and stamps: opinion above, then “单位（盖章）”, “签字” and the date, right-aligned below.
/// </summary>
/// <param name="Party">The party as the form calls it: 申报单位, 推荐单位意见, 甲方.</param>
/// <param name="Signer">Who signs for it (法定代表人, 项目负责人); none: only the stamp.</param>
/// <param name="Opinion">Text printed above, or nothing and the space is left for writing by hand.</param>
/// <param name="Date">The date printed; none leaves 年 月 日 open.</param>
/// <param name="Stamp">False where a person signs and no stamp belongs.</param>
public sealed record WordSignature(string Party, string? Signer = null, string? Opinion = null, DateOnly? Date = null, bool Stamp = true);

/// <summary>The first page: what it is, whose it is, and how it can be checked.</summary>
/// <param name="Facts">Lines like 项目名称, 申报单位, 填报日期, each over a rule.</param>
/// <param name="Issuer">Who prescribed the form, on the foot: 云江市科学技术局制.</param>
/// <param name="Check">The address behind the QR code, where anybody can check the number.</param>
public sealed record WordCover(string? Subtitle = null, IReadOnlyList<WordFact>? Facts = null, string? Issuer = null, string? Date = null, string? Check = null);
