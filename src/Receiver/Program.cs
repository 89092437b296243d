using PowerMeter.Receiver;
using PowerMeter.Receiver.Commands;
using PowerMeter.Shared.Hosting;

return await ServiceHost.MainAsync(() => CommandLine.Parse(args) switch
{
    CommandLine.Help => CommandLine.PrintHelpAsync(),
    CommandLine.AddSensor add => AddSensor.RunAsync(add),
    CommandLine.ChangeSensor change => ChangeSensor.RunAsync(change),
    CommandLine.RemoveSensor remove => RemoveSensor.RunAsync(remove),
    CommandLine.ListSensors list => ListSensors.RunAsync(list),
    CommandLine.PauseSensor pause => PauseSensor.RunAsync(pause),
    CommandLine.Probe probe => Probe.RunAsync(probe),
    CommandLine.ReadSensor read => ReadSensor.RunAsync(read),
    CommandLine.Backfill backfill => Backfill.RunAsync(backfill),
    _ => RunAsync(),
});

static async Task<int> RunAsync()
{
    var builder = ReceiverHost.CreateBuilder();
    builder.AddHeartbeat("receiver");
    builder.AddIngest();
    builder.AddDating();
    builder.AddSensors();
    var host = builder.Build();
    await ReceiverHost.PrepareAsync(host);
    return await ServiceHost.RunAsync(host);
}
