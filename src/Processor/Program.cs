using PowerMeter.Shared.Hosting;

return await ServiceHost.MainAsync(() => Task.FromResult(ExitCode.Success));
