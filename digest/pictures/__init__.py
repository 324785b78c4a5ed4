"""Pictures as letters need them: cut, small, and without anything that the camera or the editor left in them."""
