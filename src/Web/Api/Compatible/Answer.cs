using System.Text.Json.Serialization;

namespace PowerMeter.Web.Api.Compatible;

/// <summary>Every answer has its content under <c>data</c>.</summary>
internal sealed record DataAnswer<T>(T Data);

/// <summary>The calls that read measures also say the tariff now: day, night or none.</summary>
internal sealed record RatedAnswer<T>(T Data, string Rate);

internal sealed record ErrorAnswer(string Error);

internal sealed record SensorAnswer(int Id, string Name, string Type, int TypeId);

internal sealed record TypeAnswer(int Id, string Name);

/// <summary>Watts or kilowatt-hours: the whole, and the parts of it by day and by night.</summary>
internal sealed record EnergyAnswer(double Value, double DayRate, double NightRate);

/// <summary>Money with VAT, without the standing charge, not rounded.</summary>
internal sealed record MoneyAnswer(decimal Value);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ErrorAnswer))]
[JsonSerializable(typeof(DataAnswer<bool>))]
[JsonSerializable(typeof(DataAnswer<double>))]
[JsonSerializable(typeof(DataAnswer<SensorAnswer>))]
[JsonSerializable(typeof(DataAnswer<SensorAnswer[]>))]
[JsonSerializable(typeof(DataAnswer<TypeAnswer[]>))]
[JsonSerializable(typeof(RatedAnswer<EnergyAnswer>))]
[JsonSerializable(typeof(RatedAnswer<EnergyAnswer?[]>))]
[JsonSerializable(typeof(RatedAnswer<MoneyAnswer>))]
[JsonSerializable(typeof(RatedAnswer<MoneyAnswer?[]>))]
internal sealed partial class AnswerJson : JsonSerializerContext;
