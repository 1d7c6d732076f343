package unheard
