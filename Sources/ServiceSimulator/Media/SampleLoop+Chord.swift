// Made as `SampleLoop` describes.

extension SampleLoop {
  static let chord = SampleLoop(
    configuration: "Eog=",
    sizes: [
      55, 52, 53, 50, 55, 52, 63, 50, 56, 53, 59, 60, 100, 94, 95, 53, 53, 58, 57, 56, 59, 57, 56,
      99, 88, 106, 58, 59, 59, 55, 51, 55, 61, 100, 58, 50, 52, 54, 60, 64, 55, 58, 56, 55, 65, 100,
      94, 55, 58, 53, 51, 61, 59, 53, 49, 51, 94, 100, 55, 54, 52, 54, 49, 53,
    ],
    data: """
      AQItB0v/0/txn+n5/9f38b9sm9a3nW7qwp65WyXlGMmmalbUYYF9TgSgcMGgkVDOco73UQp24AD8LQQgEcP+n/xp9Z/7
      /HN8a7lcbsqSxTLa85RjVVGloem9o90pLIykujRIvEQBCq0yFuAA8i0HTv/j/009tf+vnxfndXXHPXv1qq0O9ttr3lGO
      VVOFJNJrUUggt5hd1kUaowBQUvJ24AD6LQQgEcP/2/16de3/2d30znWudSeOoFaW1ZpTrVNdCzJdCAzIllU7TiES4nvO
      +Qu4AQAtBCARw//b+vGe0/+fPOp1vOKus63VhKnDwaJQhZOOGELZ7kYUnOfjSjC1xeJmBFcymvWs4AD+LQQgEcP/7X7S
      ffv/5+85vTNa3ZUULU4ThKEKowISVYYNKYlZKnZSkXqXQoO1o/jWdw4BCi0EIBHD/6ftc/+3/4f/f9d9/fdOJzqc6zVt
      DM/gjhm+RwVKTnHFCG2aaNV114FZpMGJZkqCUBBcfhEn8r8BBC0EIBHD/+z+2n37/9f1UkqdYpS7FKTtCkIWxzXjaK0F
      FOtc0uUsWg0ES4LBIRcLuAE+LQBWYZOODr6/XfPXWd8ZL3pqoAM8Ai/M+ofqTgM07ildDLWaKCsUUBNAiXOwTpHVRtJV
      UQscAP4tBCARw//ufxJ5+P/v5531pzx3eskqQRpjvemCEaTQhCvltCCAmiisgJK1qKF4rpNR34ABPi0AVmGTrVX8e339
      TWtc1xe73K4gAzsTy/jotp1EBgZaU/FvMd1iKFrJxokWlO0WuFQlUCqEiBPJFwEsTQrCR4+354z8d/jrzOmq1LlxLCPA
      6EKrNvMPtcE/PeD/YgPnvA+1wT8zA/2uIfPkW3GmKnDMl+onwAEkj7LI6yOslrJZ8/6eda4/9PX+nm+Ov+PH+/nU1/r4
      6861pDPo3YACjKyDwSEbWr9A85/M/mP5+cP5/zGO8Mjy4HI+OYoRazWaw+GsP5a65HM4Ce5/pz0a0/rfz++KKKKLiXAB
      KI+yyOsjrJaymeP8da1x/8e/+PbXHH/j7f7fHWr/9O/89a1YzJtPakrAyIoRQPcfzP5h/PAH8/5wLWtLwzov0BEibDYP
      VsD+Ww6J+NK7T+9LzwuH92sqEhITTK5cASKPmsjrJayOslnr/GuNcf1/b9fPGtf/Hr/HHF9f8fn+fPGuhYHVUoEzlXRJ
      fNGEGqKBAQFwVEf5qOeeedU4idqg5HjSuxWxGMH8j+R/Ify2B/L+RJo6lIRRRRFxi4ABNO0J4rc/P6cOPP69X7XepOMa
      1OXQTnTVrjS2bNmBhnhIZG4ksDHUSUJ90ODGmksTGrDE4AEILQQgEcP/7n7cZ5+P/txv25468ZrjvrcAlLTkhLNCiySS
      q8y0ZKpqJ1gSoRmvJwgwCRGfAT4tAFZhkknE+/30qcb656743ecYAe+OgkL1cXqJsM/zeKF0JTtNBJbUlXFYnVJWdVkD
      UCxKrDNZZwE+LQBUYZPXVd/X7/7OfjJmdSt9cy6EU3nwNlu8aXEjeDoVWuUtrmQkeK00Y9FyNPqHQynCagUs4AE+LQBW
      YZPHWafv/jznCqy6uruqsA98hcEN1PbRwDNAKha2yHHEUVnCCSxMsrJvJIEEiEyMjHfgAT4tAFZhk50+/f3/e+N+2+Zd
      y8qwAzyPeFyVdulOg/m1CuhVel+yVqrklRBPL0JStKopkUtKN5BLLLgBPi0AVGGTnWfHf+n6uqkyvNZLpAid6v2T7hzz
      oR1/A+nQsuj2gqqhBoaWIqJulXIKo8JynFihUcABKk0Kgmfb7ftp58/XGvN8TTV2uEF0iV3qOrfvMMPtcB84wfw2hPz+
      cYv1BEdBT7kviWTd4icA4AEqj7LI6yOslrKZ9v89a1x/8ev8eda4/49fjrjXX/4Z/jrjXApf4jg/hu17PAhFP+R/I/kH
      8v5B/L+VGysFozVrDYcYQajznnH84B/P+Z+w6o55555/lzN6XArvEgYGJAwNwAEuj7bI6yOspm/16l9f6/n/HnWuP+P0
      /z7ca4Cv2zmdd/PZM4Q14Xwwpkwa5hAftccUU/eFTAihN55v5zfz1j+f89Y/n/OdAZZ10K62Vg0wNMDMzODEpn4BMI+O
      yOslrKayOev9utca/7ev/v7au//4vn9fbrjr/+5n388X0IH9MuOhQaXo9AzfBP+Sf8jW/l/Im/l/LvmPjdSjxK5lfAUM
      HJgDAwMiBge1OFDpTlbwmbYYNDfdvu928/nv3j+fu37+AT7tC05+fmPvz/i7+HDS7i5JAfIe+o1hm8zYHvoAyZgPf3Ay
      ZjB33IP2gZ/cA/wB75wPhsBfuBSYcAFALQBUYZOeKvj8frpOsy5z1UkyxFM/guON+n9aWjp+XOYwndGhSt4IltKCytro
      UHz9i9DfNxGC1VeAAUItAFZhkmufL/H+e+faOeuZ1urzQA9ccDBfdP/fElRn/PBi48KkKQWrDCnMqiLpiFG6IJxrBPKi
      Q4ABUi0AVmGT6zXF/v/Ob48549q3a6qwAyuBQ/ngb5lbZ/z0wVDWqvRcjdoLLlFbG8LkAvGBKJFwAUAtAFRhk5tJ/j/T
      NS0rrtCtBFM80tfitF4Iwjf0h0I2JqLTrhik58sKJZEoXCYEIFCXAUQtAFRhkStZ/P+879s1uTVVWpsInXvHw9y7p6iO
      jNvB0NmyM1pLIoRXTO0bpTCOEmhSRVALnAE4TQoCpz9v24r/H2/nXXnicVxV3Zcgw8Do6GexbbiHzjMPtcSeyONP6Ev8
      D6/0V6aD94H+LucBpjSFoJcBMI82yOslrI6yWfP+PM1x/x3/t1xfX/039ccXx/25/261xYviC9EOeDU1IIDUPAu5DTzz
      zn+Wzoa1RRfW8pgvfNOM/5J/yT/km/lhJv5fyPAXXcMtAMHud7ne5+d76a3k89/AAT7tC059ftxXXn96ns00u0uS4E53
      UVMOXv7wgZPgB3QA/mAz6CGTMA7CB8ZgLIQD5gPf3A+PgDPoHAEELQQgEcP/7f/HE4+P/x+Ob1fMcbumrwKyrXRS8aKs
      FTXcjBAhBATukgVqouZaBNa3AQQtCCARw//vf06rq//n97tJvVSZe9ShFLTjzUjGDNqihR55whAXKehaZ3RJi8l10YVB
      wAE+LQBWYZOXHGfj/SNV1zdZqTIAHvauOtLK3KbZG07N6+NbonVNfDfdewUlWrGkKpihIAnPgAE+LQBWYZOfOf4/T8f7
      V3+N83OMiUlAHvnmLVEHoDfM1Lcn6K+PuuugY5r0ouukN9FO5WpCotOFBB5DgAE+LQBWYZOeNfXz9/+/KuNc3rxqpqtU
      Ae/51KLfjVMB+J/rOol8bbZzvBVw7UopvsihWZeKCq1yvG809kjaVcABPi0AVGGTctX+f9My+pzx3bibuqEU3/3WMz8L
      +qrR078fHWmiha2VEiXRFl64lipVUTlYuhFwAT4tAFZhkSa6/x9b3ri/XGScb1VQA9/W+jPKVn9U0M/57mLj4J8EEKqc
      IIC6CgUFZTpcVTYDeNWDgAE+LQBUYZOblff7/6eJc48ealTKu8ETvV+adJ0fuo6N/wjiGupFCxeKmdOqKD8rzCVgLCkY
      yCnAAT4tAFZhkrjftfX+Zzd6zii8VAA2v/cNk859jMjfzZcA8Q5b1yVUEHKCiSm5NMkrd2EViqYmcAEoTQdPH5/p1n48
      f9eNa9nFaXOKySNDMkI8BmQf/2aUreC8oZvv/RA/x8T95wX/U40glGVv9bVXJGlrEcZQglkcASqPpsjrI6ymslnv/jzr
      XH/b8/z541r+Ofxxxd//Hv/v1xrgRMbse2fK99kT1RfyP5B/L+Rrfy/lKIPxUVfKCDzv5n8/Ofz1VAj1dsGBgYGNks/r
      GIebTIMxTlOU8U85CfZCOAEmj7LI6yOsprJZ7/v1Ncf9t/jri+P9ef8da1x/49/8e3V8DV3GvD9lzuFghGM9j4bCIiMK
      I0rkuOd9LBxDAfzP5n8w/n/MP5/zlAHLqzZsGBgYGBp2P2oY1FFBjUcBOO0Kold+/zHtx9/vq1y12kloH8h71keEi+DD
      30AP5gM+gCnMYdughmbDL3OXIyfwur5C+QqcAT4tAFZhk1Guvv5rzVcZK893msqwDKdgck7n/G33NGX5mJlxosvGi1Jz
      1xtEjuxJNAlScEyomBVCXAECLQggEcP/737XPZ/8/eXmr37dly+bsaqTvCkYyW0xiSsvLDhkmmmrtXscE4+W1gOBeVKu
      AQQtCCARw//u/tqffx/8/zOfOt5XF5IpAVJ3w0jGq00UKSmjQtqVqrKdRNONxcJp1LwcAT4tAFZhknU/f9Pv/Mq80zU3
      5rJWAGX80hzz5F+lax2HoJfG1UerslU7QUmnOe8i1X5tmScboMiy7MWVcAE+LQBUYZK87/X9P8/GrqXWXVzLtBEh6C98
      4+vxQAfvMMfGq1+/OStbXgkqIOSqaSQkg+BjwxSrsgvwAQAtBCARw//tf0ue1//PVy+MzOIqNbClMc7yjGzIjzLWs0QH
      DRS7bMvxl+05iJjXXmi4QOABAi0EIBHD/6f8cV7e3/2Y46c1dPPjiZQlSs5ynOq6CFGsnAWQFZyCmGbu5qgiIxtwASJN
      B0n7f3851x+/nj2nE56ZJpkDRSldl5QzZsyEY36J/vMletiUl1iYincqi4iWOEJ8AQqObsprJayOsln6fXV3r+z461rj
      /0z9+uL1/+Hv/jrjXA/ERJk2DEgZ5XkwfATRRccqIhXQX1waJPOqcMGE/kfyPhMiwxiMtz35vi3BXQYFrBawX0BfSgAh
      r1gRFwEWjzbJayWsjrI57/z1xOP/jzx11Ov/Hr+euJ1/6d/z1xfAnnzvjzHRGKeKeLmITqiRzT8scQi48eOUfLLOxcc6
      usvPeoYIz2Rnsjr9UTYJ7MOU1mx/9+Uovg/k/k/lwP5YYuABMu0JQwb9e+p7b/eX5cNLuo4IE53aquXwXv74DyYT+GA/
      j9jLuu8mMy4CkT+H8IUrEwClC8nAAPgtCCARw//t/xqvh/8/XjOunfVc9N1NQFK9Y0hD9F0YEq5oI1W4IkSsVIEyahfZ
      WkWSMEOAAQAtCCARw/+v7dZ18f++s54+/rn7+ufN7l0BSvjhTBTdbShQrWU3SxZAqrWCJYJxTgCyJwD8LQQgEcP/7P7X
      fXn/2/n9K83PDS8uquCUrzw00R9Nqr0z6laYCshGV61UbJEBFVUbZr0TcAEELQQgEcP/w/a57V/69StTbV71iroJSyTw
      UjGs0ZztgpOKHYlONGwmIhE1EyVC4pwBAi0EIBHD/0/jWfv7/+vxfv99654nNxWqwWlktOkY0xrm1WOBGLO7kUF0VS5O
      qksaKFAe7g==
      """)
}
