using Microsoft.Extensions.Logging;

namespace PowerMeter.Shared.Hosting;

/// <summary>A sentence that a process has logged, perhaps often.</summary>
/// <param name="Source">Which part of the program and which of its sentences: <c>SampleDating.Doubted</c>.</param>
/// <param name="Text">The latest words.</param>
public sealed record ProcessMessage(string Source, LogLevel Level, string Text, DateTimeOffset FirstAt, DateTimeOffset LastAt, long Times);
