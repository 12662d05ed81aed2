import App

Tool.main(services: Services([.init(Bookshelf.provider) { Bookshelf.local }]))
