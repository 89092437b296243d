using PowerMeter.BluetoothController;

// A Bluetooth adapter in whose reach one smart plug is: PowerMeter.BluetoothController ADDRESS, until it is ended.
await using var plug = new PlugInReach(args[0]);
using var adapter = VirtualAdapter.Make();
var controller = new HciController(plug, adapter.Send);
// The kernel asks the adapter while it switches it on.
var switching = Task.Run(VirtualAdapter.SwitchOn);
_ = switching.ContinueWith(_ => Console.WriteLine("The adapter is on."), TaskContinuationOptions.OnlyOnRanToCompletion);
while (!switching.IsFaulted) controller.Take(adapter.Receive());
await switching;
