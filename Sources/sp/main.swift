import App

Tool.main()
