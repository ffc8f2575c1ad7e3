"""The print room: letters to print, to mail, mailed, and come back."""
