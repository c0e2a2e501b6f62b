import ArgumentParser

struct ParcelCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "parcel",
      abstract: say("包裹：运单里有哪些订单", "Parcels: which orders travel under one waybill"),
      subcommands: [
        ParcelImportCommand.self, ParcelShowCommand.self, ParcelListCommand.self, ParcelTakeOutCommand.self,
        ParcelPutBackCommand.self,
      ])
  }
}
