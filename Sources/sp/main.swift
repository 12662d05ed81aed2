import App

Tool.main(services: .all)
